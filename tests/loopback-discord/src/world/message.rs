//! Messages, and what a person can read and press on them.

use serde_json::Value;

/// Discord's flag for a message that only one person sees.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// Discord's flag for "the app is thinking".
pub(crate) const LOADING: u64 = 1 << 7;
/// Discord's flag for a message made of version 2 components.
pub(crate) const COMPONENTS_V2: u64 = 1 << 15;

/// A file that was sent with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its id among the message's attachments.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its media type, as far as the sender said.
    pub media_type: String,
    /// What it shows, for who does not see it; empty where the sender said nothing.
    pub description: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The interaction that brought a message.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) id: u64,
    pub(crate) kind: u8,
    pub(crate) person: u64,
    pub(crate) name: String,
    pub(crate) owners: Value,
    pub(crate) source: Option<u64>,
}

/// A message as it was at the moment it was looked at.
#[derive(Clone, Debug)]
pub struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) guild: Option<u64>,
    pub(crate) author: u64,
    pub(crate) author_name: String,
    pub(crate) by_bot: bool,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) files: Vec<File>,
    pub(crate) flags: u64,
    pub(crate) kind: u8,
    pub(crate) nonce: Option<Value>,
    pub(crate) reply_to: Option<u64>,
    pub(crate) origin: Option<Origin>,
    pub(crate) viewer: Option<u64>,
    pub(crate) hidden: bool,
    pub(crate) sent: u64,
    pub(crate) edited: Option<u64>,
    pub(crate) mentions: Vec<u64>,
}

/// A button on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What is written on it, its emoji first.
    pub label: String,
    /// What the bot will be told; `None` on a link.
    pub custom_id: Option<String>,
    /// Where a link leads.
    pub url: Option<String>,
    /// Whether it refuses to be pressed.
    pub disabled: bool,
    /// Discord's number: 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub style: u64,
}

/// A select menu on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// What the bot will be told.
    pub custom_id: String,
    /// What is written on it while nothing is chosen.
    pub placeholder: String,
    /// What can be chosen: the value and the label.
    pub options: Vec<(String, String)>,
    /// How few must be chosen.
    pub min: u64,
    /// How many may be chosen.
    pub max: u64,
    /// Whether it refuses to be used.
    pub disabled: bool,
    /// Discord's component number: 3 for strings, 5 to 8 for users, roles, both, channels.
    pub kind: u64,
}

impl Message {
    /// The message's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The id of the channel it is in.
    #[must_use]
    pub fn channel_id(&self) -> u64 {
        self.channel
    }

    /// What its author is called where it was written.
    #[must_use]
    pub fn author(&self) -> &str {
        &self.author_name
    }

    /// Its text outside of embeds.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Its embeds, as the bot sent them.
    #[must_use]
    pub fn embeds(&self) -> &[Value] {
        &self.embeds
    }

    /// Its components, as the bot sent them.
    #[must_use]
    pub fn components(&self) -> &[Value] {
        &self.components
    }

    /// Its files.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Whether only one person sees it.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.viewer.is_some()
    }

    /// Whether it is still "thinking".
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// When it was sent, in milliseconds since 1970.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// When it was last edited, in milliseconds since 1970.
    #[must_use]
    pub fn edited(&self) -> Option<u64> {
        self.edited
    }

    /// The message as a person reads it, in plain text.
    #[must_use]
    pub fn text(&self) -> String {
        crate::transcript::card::plain(self)
    }

    /// Its buttons, in reading order.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        self.interactive(|component| (component["type"] == 2).then(|| button(component)))
    }

    /// The button with this label or `custom_id`.
    #[must_use]
    pub fn button(&self, name: &str) -> Option<Button> {
        let buttons = self.buttons();
        let by_id = buttons.iter().find(|button| button.custom_id.as_deref() == Some(name));
        by_id.or_else(|| buttons.iter().find(|button| is_called(&button.label, name))).cloned()
    }

    /// Its select menus, in reading order.
    #[must_use]
    pub fn selects(&self) -> Vec<Select> {
        self.interactive(|component| matches!(component["type"].as_u64(), Some(3 | 5..=8)).then(|| select(component)))
    }

    fn interactive<T>(&self, pick: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        walk(&self.components, &mut |component| found.extend(pick(component)));
        found
    }
}

/// Whether somebody who says `name` means what is written as `label`.
///
/// A label may begin with an emoji, which nobody says.
fn is_called(label: &str, name: &str) -> bool {
    label == name || label.split_once(' ').is_some_and(|(emoji, rest)| rest == name && !emoji.is_ascii())
}

/// Visits every component, the containers before what they hold.
pub(crate) fn walk<'a>(components: &'a [Value], visit: &mut impl FnMut(&'a Value)) {
    for component in components {
        visit(component);
        if let Some(inner) = component["components"].as_array() {
            walk(inner, visit);
        }
        for key in ["accessory", "component"] {
            if let Some(inner) = component.get(key).filter(|inner| inner.is_object()) {
                walk(std::slice::from_ref(inner), visit);
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn button(component: &Value) -> Button {
    let emoji = component["emoji"]["name"].as_str().unwrap_or_default();
    let label = component["label"].as_str().unwrap_or_default();
    let space = if emoji.is_empty() || label.is_empty() { "" } else { " " };
    Button {
        label: format!("{emoji}{space}{label}"),
        custom_id: component["custom_id"].as_str().map(str::to_owned),
        url: component["url"].as_str().map(str::to_owned),
        disabled: component["disabled"] == true,
        style: component["style"].as_u64().unwrap_or_default(),
    }
}

fn select(component: &Value) -> Select {
    let options = component["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    Select {
        custom_id: text(&component["custom_id"]),
        placeholder: text(&component["placeholder"]),
        options: options.iter().map(|one| (text(&one["value"]), text(&one["label"]))).collect(),
        min: component["min_values"].as_u64().unwrap_or(1),
        max: component["max_values"].as_u64().unwrap_or(1),
        disabled: component["disabled"] == true,
        kind: component["type"].as_u64().unwrap_or_default(),
    }
}
