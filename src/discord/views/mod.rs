//! Cards: what people see, built as plain values, made to fit Discord's limits, and only then turned into messages.

mod board;
mod daily;
mod interview;
mod session;
mod study;
mod text;

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage, CreateModal, EditInteractionResponse, EditMessage,
    InputTextStyle, Nonce,
};

use super::route::Route;
use crate::grade::Score;

pub use board::{hidden, leaderboard};
pub use daily::{
    daily_forbidden, daily_hints, daily_modal, daily_post, daily_queue, daily_refused, daily_set, daily_status, daily_verdict, streak,
};
pub use interview::{answer_modal, follow_up_modal, model_answer, open_already, opening, question, report, shared, verdict};
pub use session::{
    host_panel, joined, left, lobby, own_report, own_verdict, podium, quotable, received, reveal, session_hint, session_modal,
    session_question, too_late,
};
pub use study::{study, topics, which_concept};
pub use text::{clamp, code_block, escape, markdown, rich};

/// Discord's limits, in UTF-16 units where it counts characters: the strictest reading of "characters".
pub mod limits {
    /// Title of an embed.
    pub const TITLE: usize = 256;
    /// Description of an embed.
    pub const DESCRIPTION: usize = 4096;
    /// Footer of an embed.
    pub const FOOTER: usize = 2048;
    /// Characters of a message's embeds in all.
    pub const EMBEDS: usize = 6000;
    /// Label of a button.
    pub const LABEL: usize = 80;
    /// Buttons in a row.
    pub const BUTTONS: usize = 5;
    /// Rows of a message.
    pub const ROWS: usize = 5;
    /// Title of a modal.
    pub const MODAL_TITLE: usize = 45;
    /// Label of a modal's input.
    pub const INPUT_LABEL: usize = 45;
    /// Placeholder of a modal's input.
    pub const PLACEHOLDER: usize = 100;
    /// Text of a modal's input.
    pub const INPUT: u16 = 4000;
}

/// Left edge of a card. Never the only sign of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A question, an opening.
    Calm,
    /// Three quarters or more.
    Good,
    /// In between.
    Fair,
    /// Little yet; also what could not be done.
    Low,
}

impl Tone {
    fn of(score: Score) -> Self {
        match score.percent() {
            75.. => Self::Good,
            40.. => Self::Fair,
            _ => Self::Low,
        }
    }

    fn colour(self) -> u32 {
        match self {
            Self::Calm => 0x4F_7C_AC,
            Self::Good => 0x3B_A5_5D,
            Self::Fair => 0xD9_A4_41,
            Self::Low => 0x8A_8F_98,
        }
    }
}

/// A button of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Where it leads.
    pub route: Route,
    /// What it says.
    pub label: String,
    /// Whether it is what most people will press.
    pub primary: bool,
    /// Whether it cannot be pressed.
    pub disabled: bool,
}

impl Button {
    fn new(route: Route, label: impl Into<String>) -> Self {
        Self { route, label: label.into(), primary: false, disabled: false }
    }

    fn primary(route: Route, label: impl Into<String>) -> Self {
        Self { primary: true, ..Self::new(route, label) }
    }
}

/// A message of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Left edge.
    pub tone: Tone,
    /// A remark above the rest, such as why a press changed nothing.
    pub notice: Option<String>,
    /// Heading.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Small print.
    pub footer: String,
    /// The first row, or rows of five where they are more.
    pub buttons: Vec<Button>,
    /// Rows below it.
    pub below: Vec<Button>,
    /// Whether everybody in the channel sees it.
    pub public: bool,
    /// Whether it stands beside the card that was pressed, which stays as it is.
    pub apart: bool,
}

impl Card {
    /// A private card without buttons.
    #[must_use]
    pub fn new(tone: Tone, title: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            tone,
            notice: None,
            title: title.into(),
            body: body.into(),
            footer: String::new(),
            buttons: Vec::new(),
            below: Vec::new(),
            public: false,
            apart: false,
        }
    }

    /// The card with a remark above it.
    #[must_use]
    pub fn with_notice(mut self, notice: impl Into<String>) -> Self {
        self.notice = Some(notice.into());
        self
    }

    fn embed(&self) -> CreateEmbed {
        let title = clamp(&self.title, limits::TITLE);
        let footer = clamp(&self.footer, limits::FOOTER.min(500));
        let room = limits::DESCRIPTION.min(limits::EMBEDS - limits::TITLE - 500);
        let body = match &self.notice {
            Some(notice) => format!("*{notice}*\n\n{}", self.body),
            None => self.body.clone(),
        };
        let mut embed = CreateEmbed::new().title(title).description(clamp(&body, room)).colour(self.tone.colour());
        if !footer.is_empty() {
            embed = embed.footer(CreateEmbedFooter::new(footer));
        }
        embed
    }

    fn rows(&self) -> Vec<CreateActionRow> {
        let make = |button: &Button| {
            let style = if button.primary { ButtonStyle::Primary } else { ButtonStyle::Secondary };
            CreateButton::new(button.route.to_string()).label(clamp(&button.label, limits::LABEL)).style(style).disabled(button.disabled)
        };
        let rows = self.buttons.chunks(limits::BUTTONS).chain(self.below.chunks(limits::BUTTONS)).take(limits::ROWS);
        rows.map(|row| CreateActionRow::Buttons(row.iter().map(make).collect())).collect()
    }

    /// As a message of its own, and as an edit of one.
    pub(super) fn parts(&self) -> (CreateEmbed, Vec<CreateActionRow>) {
        (self.embed(), self.rows())
    }

    /// As a first response, or in the place of the message that was pressed.
    pub fn message(&self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .embed(self.embed())
            .components(self.rows())
            .ephemeral(!self.public)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a message after a first response that was something else.
    pub fn follow_up(&self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .embed(self.embed())
            .components(self.rows())
            .ephemeral(!self.public)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a message of its own, which is sent once under this nonce.
    pub fn new_message(&self, nonce: &str) -> CreateMessage {
        CreateMessage::new()
            .embed(self.embed())
            .components(self.rows())
            .allowed_mentions(CreateAllowedMentions::new())
            .nonce(Nonce::String(nonce.to_owned()))
            .enforce_nonce(true)
    }

    /// As an edit of such a message.
    pub fn edit_message(&self) -> EditMessage {
        EditMessage::new().embed(self.embed()).components(self.rows()).allowed_mentions(CreateAllowedMentions::new())
    }

    /// As an edit of a first response.
    pub fn edit(&self) -> EditInteractionResponse {
        EditInteractionResponse::new().embed(self.embed()).components(self.rows()).allowed_mentions(CreateAllowedMentions::new())
    }
}

/// A modal with one box for an answer.
fn answer_box(route: &Route, title: &str, label: &str, placeholder: &str) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Paragraph, clamp(label, limits::INPUT_LABEL), "answer")
        .placeholder(clamp(placeholder, limits::PLACEHOLDER))
        .max_length(limits::INPUT)
        .required(true);
    CreateModal::new(route.to_string(), clamp(title, limits::MODAL_TITLE)).components(vec![CreateActionRow::InputText(input)])
}

/// Something that could not be done, and what to do; the card that was pressed stays, to be pressed again.
#[must_use]
pub fn sorry(title: impl Into<String>, body: impl Into<String>) -> Card {
    Card { apart: true, ..Card::new(Tone::Low, title, body) }
}
