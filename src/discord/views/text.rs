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

/// A bank's title where Markdown is not read: in a picture.
#[must_use]
pub fn bare(title: &str) -> String {
    title.replace('`', "")
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

/// A study card's text, which is Markdown: code, bold and italic type and lists stay, everything else is shown as it is.
/// Lines of a paragraph are joined.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        match lines.last_mut() {
            Some(last) if !line.is_empty() && !last.is_empty() && !line.starts_with("- ") => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let shown = lines.iter().map(|line| match line.strip_prefix("- ") {
        Some(item) => format!("- {}", emphasised(item)),
        None => emphasised(line),
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// A line with its code and its pairs of stars.
fn emphasised(line: &str) -> String {
    let mut line = rich_line(line);
    for star in ["\\*\\*", "\\*"] {
        if !line.matches(star).count().is_multiple_of(2) {
            break;
        }
        line = line.replace(star, &star.replace('\\', ""));
    }
    line
}

/// A link of a study card; nothing where it is not plainly one.
#[must_use]
pub(super) fn link(url: &str) -> Option<String> {
    let plain = url.len() <= 300 && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>`\"\\".contains(&byte));
    (plain && url.starts_with("https://")).then(|| format!("<{url}>"))
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
    fn a_study_card_keeps_its_emphasis_and_its_lists() {
        for (text, expected) in [
            ("a **weak\nreference** to `x*y`", "a **weak reference** to `x*y`"),
            ("Three:\n\n- *one* and\n  more\n- __two__", "Three:\n\n- *one* and more\n- \\_\\_two\\_\\_"),
            ("2 * 3 and **", "2 \\* 3 and \\*\\*"),
            ("**`await x`** waits, @everyone", "**`await x`** waits, @\u{200B}everyone"),
            ("# no heading", "\\# no heading"),
        ] {
            assert_eq!(markdown(text), expected);
        }
    }

    #[test]
    fn a_link_is_plain_or_not_there() {
        assert_eq!(link("https://example.com/a_(b)#c").unwrap(), "<https://example.com/a_(b)#c>");
        for bad in ["http://example.com", "https://a b", "https://a> @everyone", "https://ä"] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_block_cannot_be_broken_out_of_and_is_closed_when_cut() {
        assert_eq!(code_block("x = '''```'''", "py").matches("```").count(), 2);
        let cut = clamp(&code_block(&"🙂".repeat(300), ""), 100);
        assert!(cut.encode_utf16().count() <= 100 && cut.ends_with("…\n```"), "{cut}");
        assert_eq!(clamp("short", 5), "short");
    }
}
