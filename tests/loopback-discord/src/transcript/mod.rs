//! The chat as text: what was typed, pressed and shown, in order.

pub(crate) mod card;
mod layout;

use std::fmt::Write;

use self::layout::{WIDTH, boxed, rule, wrap};
use crate::world::interaction::{Input, Modal};
use crate::world::message::Message;

/// Something that a transcript tells.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// Somebody did something that the bot is told of: used a command, pressed a button.
    Act {
        place: String,
        who: String,
        what: String,
    },
    Message {
        place: String,
        message: Message,
        reader: Option<String>,
    },
    Edited {
        place: String,
        message: Message,
        reader: Option<String>,
    },
    Deleted {
        place: String,
        author: String,
    },
    Modal {
        place: String,
        modal: Modal,
    },
    Submitted {
        place: String,
        who: String,
        modal: Modal,
        values: Vec<(String, String)>,
    },
    Choices {
        place: String,
        who: String,
        typed: String,
        choices: Vec<String>,
    },
    Failed {
        place: String,
        who: String,
    },
    Reloaded {
        who: String,
    },
}

impl Entry {
    /// Where it happened.
    fn place(&self) -> Option<&str> {
        match self {
            Self::Act { place, .. }
            | Self::Message { place, .. }
            | Self::Edited { place, .. }
            | Self::Deleted { place, .. }
            | Self::Modal { place, .. }
            | Self::Submitted { place, .. }
            | Self::Choices { place, .. }
            | Self::Failed { place, .. } => Some(place),
            Self::Reloaded { .. } => None,
        }
    }
}

/// Writes entries as a chat, with a rule wherever the place changes.
pub(crate) fn render(entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut here = None;
    for (index, entry) in entries.iter().enumerate() {
        let lines = lines(entry, &entries[index + 1..]);
        if lines.is_empty() {
            continue;
        }
        if let Some(place) = entry.place().filter(|place| here != Some(*place)) {
            here = Some(place);
            line(&mut out, &rule(place));
            line(&mut out, "");
        }
        for one in lines {
            line(&mut out, &one);
        }
        line(&mut out, "");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn line(out: &mut String, text: &str) {
    // Writing into a string does not fail.
    let _ = writeln!(out, "{}", text.trim_end());
}

fn lines(entry: &Entry, later: &[Entry]) -> Vec<String> {
    match entry {
        Entry::Act { who, what, .. } => wrap(&format!("{who} {what}"), WIDTH),
        Entry::Message { message, reader, .. } => card("", message, reader.as_deref()),
        Entry::Edited { message, reader, .. } => card("updated", message, reader.as_deref()),
        Entry::Deleted { author, .. } => vec![format!("A message of {author} was deleted.")],
        Entry::Modal { modal, .. } => {
            // One that is submitted is drawn once, filled in.
            let filled = later.iter().any(|one| matches!(one, Entry::Submitted { modal: it, .. } if it.id == modal.id));
            if filled { Vec::new() } else { modal_box(modal, &[]) }
        }
        Entry::Submitted { who, modal, values, .. } => {
            let mut lines = modal_box(modal, values);
            lines.push(format!("{who} submitted “{}”", modal.title));
            lines
        }
        Entry::Choices { who, typed, choices, .. } => {
            let head = format!("{who} is typing {typed}");
            let choice = |choice: &String| format!("    {choice}");
            std::iter::once(head).chain(choices.iter().map(choice)).collect()
        }
        Entry::Failed { who, .. } => vec![format!("This interaction failed. (only {who} can see this)")],
        Entry::Reloaded { who } => vec![format!("{who} reloaded Discord: what only {who} could see is gone.")],
    }
}

fn card(note: &str, message: &Message, reader: Option<&str>) -> Vec<String> {
    let mut head = message.author_name.clone();
    if message.by_bot {
        head.push_str(" [APP]");
    }
    let only = reader.map(|reader| format!("only {reader} can see this"));
    let notes: Vec<&str> = [note, only.as_deref().unwrap_or_default()].into_iter().filter(|note| !note.is_empty()).collect();
    if !notes.is_empty() {
        head = format!("{head}  ·  {}", notes.join("  ·  "));
    }
    let body = card::pretty(message).into_iter().map(|line| format!("  {line}"));
    std::iter::once(head).chain(body).collect()
}

fn modal_box(modal: &Modal, values: &[(String, String)]) -> Vec<String> {
    let width = WIDTH - 8;
    let mut lines = Vec::new();
    for input in &modal.inputs {
        let value = values.iter().find(|(id, _)| *id == input.custom_id).map(|(_, value)| value.as_str());
        lines.extend(field(input, value, width - 4));
    }
    lines.push(format!("{:>1$}", "[ Cancel ]  [ Submit ]", width - 4));
    boxed(&modal.title, &lines, width).into_iter().map(|line| format!("    {line}")).collect()
}

fn field(input: &Input, value: Option<&str>, width: usize) -> Vec<String> {
    let star = if input.required { " *" } else { "" };
    let empty = if input.value.is_empty() { &input.placeholder } else { &input.value };
    let mut inner = wrap(value.unwrap_or(empty), width - 4);
    if input.paragraph {
        while inner.len() < 2 {
            inner.push(String::new());
        }
    }
    let mut lines = vec![format!("{}{star}", input.label)];
    lines.extend(boxed("", &inner, width));
    lines
}
