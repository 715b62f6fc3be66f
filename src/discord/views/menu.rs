//! Menus of a card: words to choose from, or channels of the server.

use serenity::all::{ChannelType, CreateActionRow, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::{clamp, limits};
use crate::discord::route::Route;

/// Channels that can be chosen.
pub const MOST_CHANNELS: usize = 25;

/// A menu of a card; it takes a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Where a choice leads.
    pub route: Route,
    /// What it says while nothing is chosen.
    pub placeholder: String,
    /// What can be chosen.
    pub choices: Choices,
}

/// What a menu offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// One of these.
    Words(Vec<Choice>),
    /// Some of the server's text channels.
    Channels,
}

/// A word that can be chosen. It says by itself what it is about, since a menu has no label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the program is told.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it is how things stand.
    pub chosen: bool,
}

impl Menu {
    pub(super) fn row(&self) -> CreateActionRow {
        let (kind, most) = match &self.choices {
            Choices::Words(words) => {
                let options = words.iter().take(limits::OPTIONS).map(|word| {
                    CreateSelectMenuOption::new(clamp(&word.label, limits::OPTION), &word.value).default_selection(word.chosen)
                });
                (CreateSelectMenuKind::String { options: options.collect() }, 1)
            }
            Choices::Channels => {
                let kinds = vec![ChannelType::Text, ChannelType::News, ChannelType::Forum];
                (CreateSelectMenuKind::Channel { channel_types: Some(kinds), default_channels: None }, MOST_CHANNELS)
            }
        };
        let menu = CreateSelectMenu::new(self.route.to_string(), kind).placeholder(clamp(&self.placeholder, limits::PLACEHOLDER));
        CreateActionRow::SelectMenu(menu.min_values(1).max_values(u8::try_from(most).unwrap_or(1)))
    }
}
