//! Text in cards: a person's words can never ping, break a code block, forge a link or a heading.

use crate::text::visible;

/// Characters that mean something in Discord's Markdown, wherever they stand.
const MARKS: &[char] = &['\\', '*', '_', '~', '`', '|', '<', '[', ']'];
/// Characters that mean something at the beginning of a line: headings, lists, quotes, small print.
const OPENERS: &[char] = &['#', '-', '+', '>'];

/// A person's words, shown as they are, on one line.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = visible(text);
    for (offset, c) in text.char_indices() {
        if MARKS.contains(&c) || (OPENERS.contains(&c) && text[..offset].trim_start_matches(OPENERS).trim().is_empty()) {
            out.push('\\');
        }
        out.push(c);
        // A zero-width space keeps "https://" and "@everyone" from being anything but letters.
        if c == '@' || text[offset..].starts_with("://") {
            out.push('\u{200B}');
        }
    }
    out
}

/// A bank's text: code in backticks stays code, everything else is shown as it is, line by line.
#[must_use]
pub fn rich(text: &str) -> String {
    text.lines().map(rich_line).collect::<Vec<_>>().join("\n")
}

fn rich_line(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(line);
    }
    let part = |(index, part): (usize, &&str)| match index % 2 {
        _ if part.is_empty() => String::new(),
        0 => escape(part),
        _ => format!("`{}`", visible(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Code as a block that nothing in it can end.
#[must_use]
pub fn code_block(code: &str, language: &str) -> String {
    let code: Vec<String> = code.lines().map(|line| visible(line).replace("```", "`\u{200B}`\u{200B}`")).collect();
    format!("```{language}\n{}\n```", code.join("\n"))
}

/// At most `most` UTF-16 units; what is cut off is marked by an ellipsis. A block of code that is cut is closed.
#[must_use]
pub fn clamp(text: &str, most: usize) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(text) <= most {
        return text.to_owned();
    }
    let close = "…\n```";
    let mut left = most.saturating_sub(units(close));
    let mut end = 0;
    for (offset, c) in text.char_indices() {
        if c.len_utf16() > left {
            break;
        }
        left -= c.len_utf16();
        end = offset + c.len_utf8();
    }
    let kept = text[..end].trim_end_matches('\\');
    if kept.matches("```").count() % 2 == 1 { format!("{kept}{close}") } else { format!("{kept}…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_words_are_letters_and_nothing_else() {
        for (text, expected) in [
            ("@everyone", "@\u{200B}everyone"),
            (" ## a big-c", " \\## a big-c"),
            ("[a](https://b)", "\\[a\\](https:\u{200B}//b)"),
            ("```\ncode", "\\`\\`\\` code"),
            ("||hidden|| __x__", "\\|\\|hidden\\|\\| \\_\\_x\\_\\_"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn dunder_names_in_a_prompt_are_no_underline() {
        assert_eq!(rich("What does __slots__ do? See `a_b`."), "What does \\_\\_slots\\_\\_ do? See `a_b`.");
        assert_eq!(rich("one ` only"), "one \\` only");
    }

    #[test]
    fn a_block_cannot_be_broken_out_of_and_is_closed_when_cut() {
        assert_eq!(code_block("x = '''```'''", "py").matches("```").count(), 2);
        let cut = clamp(&code_block(&"🙂".repeat(300), ""), 100);
        assert!(cut.encode_utf16().count() <= 100 && cut.ends_with("…\n```"), "{cut}");
        assert_eq!(clamp("short", 5), "short");
    }
}
