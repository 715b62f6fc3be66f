//! A bot on serenity, by both ways: what the loopback says is what serenity understands.

use std::time::Duration;

use loopback_discord::{Channel, Loopback, Person, RateLimits};
use serde_json::json;
use serenity::all::{
    ActionRowComponent, Client, Command, CommandInteraction, ComponentInteraction, Context, CreateActionRow, CreateAllowedMentions,
    CreateButton, CreateCommand, CreateCommandOption, CreateEmbed, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, EventHandler, GatewayIntents, Http, HttpBuilder, InputTextStyle, Interaction,
    ModalInteraction, Ready,
};
use serenity::all::{ButtonStyle, CommandOptionType, EditInteractionResponse, InteractionContext, Permissions};
use tokio::task::JoinHandle;

struct Handler;

#[serenity::async_trait]
impl EventHandler for Handler {
    async fn ready(&self, ctx: Context, _: Ready) {
        let count = CreateCommandOption::new(CommandOptionType::Integer, "questions", "How many").max_int_value(10);
        let interview = CreateCommand::new("interview")
            .description("Practise")
            .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
            .add_option(count);
        let manage = CreateCommand::new("manage").description("x").default_member_permissions(Permissions::MANAGE_GUILD);
        Command::set_global_commands(&ctx.http, vec![interview, manage]).await.unwrap();
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let done = match interaction {
            Interaction::Command(command) => on_command(&ctx, &command).await,
            Interaction::Component(press) => on_press(&ctx, &press).await,
            Interaction::Modal(modal) => on_submit(&ctx, &modal).await,
            _ => Ok(()),
        };
        done.unwrap();
    }
}

async fn on_command(ctx: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let buttons = vec![
        CreateButton::new("answer").label("Answer").style(ButtonStyle::Primary),
        CreateButton::new("slow").label("Slow"),
        CreateButton::new_link("https://example.com").label("Docs"),
    ];
    let embed = CreateEmbed::new().title("Weak dictionaries").description("What is weak?").field("Level", "senior", true);
    let message = CreateInteractionResponseMessage::new()
        .embed(embed)
        .ephemeral(true)
        .allowed_mentions(CreateAllowedMentions::new())
        .components(vec![CreateActionRow::Buttons(buttons)]);
    command.create_response(&ctx.http, CreateInteractionResponse::Message(message)).await
}

async fn on_press(ctx: &Context, press: &ComponentInteraction) -> serenity::Result<()> {
    if press.data.custom_id == "slow" {
        press.defer(&ctx.http).await?;
        let edit = EditInteractionResponse::new().content("Slowly.").embeds(vec![]).components(vec![]);
        return press.edit_response(&ctx.http, edit).await.map(drop);
    }
    let input = CreateInputText::new(InputTextStyle::Paragraph, "Your answer", "answer").max_length(4000);
    let modal = CreateModal::new("submit", "Answer").components(vec![CreateActionRow::InputText(input)]);
    press.create_response(&ctx.http, CreateInteractionResponse::Modal(modal)).await
}

async fn on_submit(ctx: &Context, modal: &ModalInteraction) -> serenity::Result<()> {
    let ActionRowComponent::InputText(input) = &modal.data.components[0].components[0] else { unreachable!() };
    let text = format!("You said: {}", input.value.as_deref().unwrap_or_default());
    let message = CreateInteractionResponseMessage::new().content(text).embeds(vec![]).components(vec![]);
    modal.create_response(&ctx.http, CreateInteractionResponse::UpdateMessage(message)).await
}

struct Stage {
    discord: Loopback,
    general: Channel,
    ann: Person,
    bot: JoinHandle<()>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.bot.abort();
    }
}

fn plain(discord: &Loopback) -> Http {
    HttpBuilder::new(discord.token()).proxy(discord.api_url()).ratelimiter_disabled(true).build()
}

fn tls(discord: &Loopback) -> Http {
    let pem = std::fs::read(discord.ca_file()).unwrap();
    let client = reqwest::Client::builder()
        .use_rustls_tls()
        .add_root_certificate(reqwest::Certificate::from_pem(&pem).unwrap())
        .resolve("discord.com", discord.tls_addr())
        .build()
        .unwrap();
    HttpBuilder::new(discord.token()).client(client).build()
}

async fn stage(http: fn(&Loopback) -> Http) -> Stage {
    let discord = Loopback::builder().patience(Duration::from_secs(20)).start().await;
    let guild = discord.guild("Study");
    let general = guild.channel("general");
    let ann = discord.person("ann");
    ann.set_global_name("Ann").joins(&guild);
    let http = http(&discord);
    let bot = tokio::spawn(async move {
        let intents = GatewayIntents::GUILDS;
        let mut client = serenity::all::ClientBuilder::new_with_http(http, intents).event_handler(Handler).await.unwrap();
        Client::start(&mut client).await.unwrap();
    });
    discord.until_command("interview").await.unwrap();
    Stage { discord, general, ann, bot }
}

impl Stage {
    async fn plays(&self) {
        let Self { general, ann, .. } = self;
        let card = ann.types_command(general, "interview", json!({"questions": 2})).response().await.message();
        assert!(card.is_ephemeral());
        let modal = ann.presses(&card, "Answer").response().await.modal();
        let verdict = ann.submits(&modal, json!({"answer": "the key"})).response().await;
        assert_eq!(verdict.text(), "You said: the key");
    }
}

#[tokio::test]
async fn serenity_plays_a_round_over_plain_http() {
    let stage = stage(plain).await;
    stage.plays().await;
    let card = stage.ann.types_command(&stage.ann.dm(), "interview", json!({})).response().await.message();
    assert_eq!(stage.ann.presses(&card, "Slow").response().await.text(), "Slowly.");
    assert!(stage.discord.violations().is_empty(), "{:#?}", stage.discord.violations());
    let compared = stage.discord.validated();
    assert_eq!(compared > 0, std::env::var_os("DISCORD_OPENAPI").is_some(), "{compared} bodies were compared");
}

#[tokio::test]
async fn serenity_plays_a_round_over_tls_with_rate_limits() {
    let stage = stage(tls).await;
    stage.discord.rate_limits(RateLimits::real());
    for _ in 0..3 {
        stage.plays().await;
    }
    assert!(stage.discord.violations().is_empty(), "{:#?}", stage.discord.violations());
}

#[tokio::test]
async fn serenity_survives_reconnects() {
    let stage = stage(plain).await;
    let gateway = stage.discord.gateway();
    for (resumes, disturb) in [
        (1, (|gateway| gateway.asks_to_reconnect()) as fn(&loopback_discord::Gateway)),
        (2, |gateway| gateway.invalidates(true)),
        (3, |gateway| gateway.cuts()),
        (4, |gateway| gateway.closes(4000)),
    ] {
        disturb(&gateway);
        gateway.until("a resumed session", |tally| tally.resumes == resumes).await.unwrap();
        stage.plays().await;
    }
    gateway.invalidates(false);
    gateway.until("a new session", |tally| tally.identifies == 2).await.unwrap();
    stage.plays().await;
    assert!(stage.discord.violations().is_empty(), "{:#?}", stage.discord.violations());
}

#[tokio::test]
async fn an_interaction_that_comes_during_a_cut_is_replayed() {
    let stage = stage(plain).await;
    let gateway = stage.discord.gateway();
    gateway.turns(loopback_discord::Turnstile::Refuse);
    gateway.cuts();
    gateway.until_connected(0).await.unwrap();
    let action = stage.ann.types_command(&stage.general, "interview", json!({}));
    gateway.turns(loopback_discord::Turnstile::Open);
    assert!(action.response().await.message().is_ephemeral());
}
