//! A message as lines of text.

use serde_json::Value;

use super::layout::{WIDTH, columns, wrap};
use crate::world::message::Message;

/// A message as a person reads it: content, embeds, files, components; Markdown as it was sent.
pub(crate) fn plain(message: &Message) -> String {
    let mut lines = Vec::new();
    if message.is_loading() {
        lines.push(format!("{} is thinking…", message.author_name));
    }
    lines.extend((!message.content.is_empty()).then(|| message.content.clone()));
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    for embed in &message.embeds {
        lines.extend(text(&embed["author"]["name"]));
        lines.extend(text(&embed["title"]));
        lines.extend(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.extend(text(&field["name"]));
            lines.extend(text(&field["value"]));
        }
        lines.extend(text(&embed["footer"]["text"]));
    }
    lines.extend(rest(message));
    lines.join("\n")
}

/// A message as it stands in a transcript.
pub(crate) fn pretty(message: &Message) -> Vec<String> {
    let mut lines = Vec::new();
    if message.is_loading() {
        lines.push(format!("{} is thinking…", message.author_name));
    }
    if !message.content.is_empty() {
        lines.extend(markdown(&message.content, WIDTH - 4));
    }
    for embed in &message.embeds {
        lines.extend(embedded(embed).into_iter().map(|line| format!("┃ {line}").trim_end().to_owned()));
    }
    lines.extend(rest(message));
    lines
}

fn embedded(embed: &Value) -> Vec<String> {
    let width = WIDTH - 6;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = Vec::new();
    let block = |lines: &mut Vec<String>, text: &str, spaced: bool| {
        if !text.is_empty() {
            if spaced && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(markdown(text, width));
        }
    };
    block(&mut lines, &text(&embed["author"]["name"]), false);
    block(&mut lines, &text(&embed["title"]), false);
    if let Some(image) = embed["image"]["url"].as_str() {
        block(&mut lines, &format!("🖼  {image}"), true);
    }
    block(&mut lines, &text(&embed["description"]), true);
    let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut index = 0;
    while let Some(field) = fields.get(index) {
        // Inline fields stand side by side, three at the most.
        let row = fields[index..].iter().take(3).take_while(|field| field["inline"] == true).count().max(1);
        let part = |field: &Value| {
            let share = width / row - usize::from(row > 1);
            let mut part = wrap(&strip(&text(&field["name"])), share);
            part.extend(markdown(&text(&field["value"]), share));
            part
        };
        lines.push(String::new());
        if row == 1 {
            lines.extend(part(field));
        } else {
            let parts: Vec<Vec<String>> = fields[index..index + row].iter().map(part).collect();
            lines.extend(columns(&parts, width));
        }
        index += row;
    }
    block(&mut lines, &text(&embed["footer"]["text"]), true);
    lines
}

/// Text as Discord shows it: code as it is and set off, the rest without stars.
fn markdown(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut code = false;
    for line in text.split('\n') {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            // One line may open and close.
            let inner = language.strip_suffix("```").filter(|_| language.len() > 2);
            match inner {
                Some(inner) => lines.push(format!("  │ {inner}")),
                None => code = !code,
            }
        } else if code {
            let (inner, ends) = line.strip_suffix("```").map_or((line, false), |inner| (inner, true));
            lines.push(format!("  │ {inner}"));
            code = !ends;
        } else {
            let shown = line.trim_start_matches("-# ").trim_start_matches("### ").trim_start_matches("## ");
            lines.extend(wrap(&strip(shown), width));
        }
    }
    lines
}

/// The text without the marks of bold, italic and underline; what a backslash protects stays as it is.
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' if rest.peek().is_some_and(char::is_ascii_punctuation) => out.extend(rest.next()),
            '*' => {}
            '_' if rest.peek() == Some(&'_') => {
                rest.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Files, then rows of components.
fn rest(message: &Message) -> Vec<String> {
    let mut lines = Vec::new();
    for file in &message.files {
        // How large a picture is depends on who compresses it.
        if file.media_type.starts_with("image/") {
            lines.push(format!("🖼  {}", file.name));
        } else {
            lines.push(format!("📎 {} ({} bytes)", file.name, file.bytes.len()));
        }
        if !file.description.is_empty() {
            lines.extend(wrap(&file.description, WIDTH - 8).into_iter().map(|line| format!("   {line}")));
        }
    }
    for component in &message.components {
        component_lines(component, &mut lines);
    }
    lines
}

fn component_lines(component: &Value, lines: &mut Vec<String>) {
    let inner = component["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    match component["type"].as_u64() {
        Some(1) => lines.push(inner.iter().map(control).collect::<Vec<_>>().join("  ")),
        Some(2 | 3 | 5..=8) => lines.push(control(component)),
        Some(10) => lines.extend(markdown(component["content"].as_str().unwrap_or_default(), WIDTH - 4)),
        Some(14) => lines.push("───".to_owned()),
        _ => {
            for one in inner {
                component_lines(one, lines);
            }
            if component["accessory"].is_object() {
                component_lines(&component["accessory"], lines);
            }
        }
    }
}

/// A button as `[ Answer ]`, `( Answer )` when it is disabled, `[ Docs ↗ ]` when it is a link.
fn control(component: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let emoji = text(&component["emoji"]["name"]);
    let label = match component["type"].as_u64() {
        Some(2) => text(&component["label"]),
        _ => text(&component["placeholder"]),
    };
    let mut words: Vec<&str> = [emoji.as_str(), label.as_str()].into_iter().filter(|word| !word.is_empty()).collect();
    match (component["type"].as_u64(), component["style"].as_u64()) {
        (Some(2), Some(5)) => words.push("↗"),
        (Some(2), _) => {}
        _ => words.push("▾"),
    }
    let words = words.join(" ");
    if component["disabled"] == true { format!("( {words} )") } else { format!("[ {words} ]") }
}
