//! Lines, columns and boxes of plain text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a transcript is, in columns.
pub(crate) const WIDTH: usize = 76;

/// Breaks a text into lines of at most `width` columns, between words where there are any.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let indent: String = paragraph.chars().take_while(|letter| *letter == ' ').collect();
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if !line.trim().is_empty() && line.width() + word.trim_end().width() > width {
                lines.push(line.trim_end().to_owned());
                line.clone_from(&indent);
            }
            for letter in word.chars() {
                // A word that fits no line is broken where the line ends.
                if line.width() + letter.width().unwrap_or(0) > width && letter != ' ' {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Fills a text with blanks up to `width` columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A line across the page with a name on it.
pub(crate) fn rule(name: &str) -> String {
    let left = format!("── {name} ");
    format!("{left}{}", "─".repeat(WIDTH.saturating_sub(left.width())))
}

/// Lines in a box with round corners and a title; `width` is that of the whole box.
pub(crate) fn boxed(title: &str, lines: &[String], width: usize) -> Vec<String> {
    let inner = width.saturating_sub(4);
    let head = if title.is_empty() { "╭─".to_owned() } else { format!("╭─ {title} ") };
    let mut out = vec![format!("{head}{}╮", "─".repeat(width.saturating_sub(head.width() + 1)))];
    out.extend(lines.iter().map(|line| format!("│ {} │", pad(line, inner))));
    out.push(format!("╰{}╯", "─".repeat(width.saturating_sub(2))));
    out
}

/// Lines side by side, each column as wide as its share of the page.
pub(crate) fn columns(parts: &[Vec<String>], width: usize) -> Vec<String> {
    let share = width / parts.len().max(1);
    let height = parts.iter().map(Vec::len).max().unwrap_or_default();
    (0..height)
        .map(|row| {
            let cell = |part: &Vec<String>| pad(part.get(row).map_or("", String::as_str), share);
            parts.iter().map(cell).collect::<String>().trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_never_overflow() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("onetwothree", 4), ["onet", "woth", "ree"]);
        assert_eq!(wrap("a\n\nb", 7), ["a", "", "b"]);
        assert_eq!(wrap("面接面接", 4), ["面接", "面接"]);
        assert_eq!(wrap("  ab cd", 4), ["  ab", "  cd"]);
    }

    #[test]
    fn a_box_is_square() {
        let lines = boxed("Title", &["a".to_owned(), "🦆".to_owned()], 16);
        assert!(lines.iter().all(|line| line.width() == 16), "{lines:#?}");
    }
}
