//! Making a person's text safe to show: what could steer a screen is shown as a picture of itself.

/// The text on one line, with control characters and direction overrides made harmless.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            '\u{0}'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
            '\u{7F}'..='\u{9F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// The text, or its beginning and its end, in about `longest` characters.
#[must_use]
pub fn shortened(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let head: String = text.chars().take(longest * 2 / 3).collect();
    let tail: String = text.chars().skip(length - longest / 3).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_harm_a_screen_is_shown_as_a_picture_of_itself() {
        assert_eq!(visible("a\u{1b}[31m\u{7}b\u{202E}c\nd"), "a␛[31m␇b\u{FFFD}c d");
    }

    #[test]
    fn a_long_text_keeps_both_ends() {
        let long = format!("begin {} end", "x".repeat(500));
        let short = shortened(&long, 160);
        assert!(short.starts_with("begin") && short.ends_with("end") && short.chars().count() < 170);
    }
}
