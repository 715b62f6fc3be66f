//! Cards: what people see, built as plain values, made to fit Discord's limits, and only then turned into messages.

mod board;
mod daily;
mod dispute;
mod help;
mod interview;
mod menu;
mod privacy;
mod progress;
mod session;
mod settings;
mod study;
mod text;

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton, CreateEmbed, CreateEmbedFooter, CreateInputText,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage, CreateModal, EditAttachments,
    EditInteractionResponse, EditMessage, InputTextStyle, Nonce,
};

use super::route::Route;
use crate::grade::Score;

pub use board::{hidden, leaderboard};
pub use daily::{
    daily_forbidden, daily_hints, daily_modal, daily_post, daily_queue, daily_refused, daily_set, daily_status, daily_verdict, streak,
};
pub use dispute::{dispute, dispute_button, dispute_modal};
pub use help::{TASKS, help};
pub use interview::{
    answer_modal, follow_up_modal, model_answer, open_already, opening, opening_again, question, report, report_chart, shared, verdict,
};
pub use menu::{Choice, Choices, MOST_CHANNELS, Menu};
pub use privacy::{ask_to_delete, deleted, exported, nothing_kept, privacy, too_much_to_export};
pub use progress::{Whose, anki, no_progress, progress, progress_chart};
pub use session::{
    group_chart, host_panel, joined, left, lobby, lost_question, lost_reveal, own_report, own_verdict, own_words, podium, quotable,
    received, reveal, session_hint, session_modal, session_question, too_late,
};
pub use settings::{no_zone, own_settings, server_settings};
pub use study::{study, topics, which_concept};
pub use text::{bare, clamp, code_block, escape, markdown, rich};

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
    /// Rows of buttons and menus.
    pub const ROWS: usize = 5;
    /// Options of a menu.
    pub const OPTIONS: usize = 25;
    /// Label of an option of a menu.
    pub const OPTION: usize = 100;
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
    /// Whether what it does cannot be undone.
    pub danger: bool,
    /// Whether it cannot be pressed.
    pub disabled: bool,
}

impl Button {
    fn new(route: Route, label: impl Into<String>) -> Self {
        Self { route, label: label.into(), primary: false, danger: false, disabled: false }
    }

    fn primary(route: Route, label: impl Into<String>) -> Self {
        Self { primary: true, ..Self::new(route, label) }
    }

    fn danger(route: Route, label: impl Into<String>) -> Self {
        Self { danger: true, ..Self::new(route, label) }
    }
}

/// A file of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is, for those who do not see it.
    pub description: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn attachment(&self) -> CreateAttachment {
        CreateAttachment::bytes(self.bytes.clone(), &self.name).description(&self.description)
    }
}

/// Name of a card's picture.
const PICTURE: &str = "picture.png";

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
    /// A row each, above the buttons.
    pub menus: Vec<Menu>,
    /// The first row, or rows of five where they are more.
    pub buttons: Vec<Button>,
    /// Rows below it.
    pub below: Vec<Button>,
    /// A file that comes with it.
    pub file: Option<File>,
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
            menus: Vec::new(),
            buttons: Vec::new(),
            below: Vec::new(),
            file: None,
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

    /// The card with a picture below it, which says nothing that its words do not.
    #[must_use]
    pub fn picture(mut self, png: Vec<u8>, alt: impl Into<String>) -> Self {
        self.file = Some(File { name: PICTURE.to_owned(), description: alt.into(), bytes: png });
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
            let style = match button {
                Button { danger: true, .. } => ButtonStyle::Danger,
                Button { primary: true, .. } => ButtonStyle::Primary,
                _ => ButtonStyle::Secondary,
            };
            CreateButton::new(button.route.to_string()).label(clamp(&button.label, limits::LABEL)).style(style).disabled(button.disabled)
        };
        let rows = self.buttons.chunks(limits::BUTTONS).chain(self.below.chunks(limits::BUTTONS));
        let rows = rows.map(|row| CreateActionRow::Buttons(row.iter().map(make).collect()));
        self.menus.iter().map(Menu::row).chain(rows).take(limits::ROWS).collect()
    }

    /// As a message of its own, and as an edit of one.
    pub(super) fn parts(&self) -> (CreateEmbed, Vec<CreateActionRow>) {
        (self.embed(), self.rows())
    }

    /// As a first response, or in the place of the message that was pressed.
    pub fn message(&self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .files(self.file.iter().map(File::attachment))
            .embed(self.embed())
            .components(self.rows())
            .ephemeral(!self.public)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a message after a first response that was something else.
    pub fn follow_up(&self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .files(self.file.iter().map(File::attachment))
            .embed(self.embed())
            .components(self.rows())
            .ephemeral(!self.public)
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As a message of its own, which is sent once under this nonce.
    pub fn new_message(&self, nonce: &str) -> CreateMessage {
        CreateMessage::new()
            .files(self.file.iter().map(File::attachment))
            .embed(self.embed())
            .components(self.rows())
            .allowed_mentions(CreateAllowedMentions::new())
            .nonce(Nonce::String(nonce.to_owned()))
            .enforce_nonce(true)
    }

    /// Its file alone: that of the card that stood there before goes, as it does where a response replaces one.
    fn only_file(&self) -> EditAttachments {
        self.file.iter().map(File::attachment).fold(EditAttachments::new(), EditAttachments::add)
    }

    /// As an edit of such a message, which then has the card's file and no other.
    pub fn edit_message(&self) -> EditMessage {
        EditMessage::new()
            .attachments(self.only_file())
            .embed(self.embed())
            .components(self.rows())
            .allowed_mentions(CreateAllowedMentions::new())
    }

    /// As an edit of a first response.
    pub fn edit(&self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .attachments(self.only_file())
            .embed(self.embed())
            .components(self.rows())
            .allowed_mentions(CreateAllowedMentions::new())
    }
}

/// A modal with one box for an answer.
fn answer_box(route: &Route, title: &str, label: &str, placeholder: &str) -> CreateModal {
    text_box(route, title, label, placeholder, limits::INPUT)
}

/// A modal with one box for up to `most` characters.
fn text_box(route: &Route, title: &str, label: &str, placeholder: &str, most: u16) -> CreateModal {
    let input = CreateInputText::new(InputTextStyle::Paragraph, clamp(label, limits::INPUT_LABEL), "answer")
        .placeholder(clamp(placeholder, limits::PLACEHOLDER))
        .max_length(most)
        .required(true);
    CreateModal::new(route.to_string(), clamp(title, limits::MODAL_TITLE)).components(vec![CreateActionRow::InputText(input)])
}

/// Something that could not be done, and what to do; the card that was pressed stays, to be pressed again.
#[must_use]
pub fn sorry(title: impl Into<String>, body: impl Into<String>) -> Card {
    Card { apart: true, ..Card::new(Tone::Low, title, body) }
}
