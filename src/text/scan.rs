//! Cutting text into lexemes: words, code and numbers, each with its place in the original.
//!
//! Code survives as written: `__slots__`, `sys.getsizeof()`, `@dataclass`, `O(n)` and `C++` are one lexeme each, with
//! or without backticks around them. Hyphenated words are cut at the hyphen; [`super::Document`] remembers that they
//! were glued.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::Class;
use super::fold::{is_apostrophe, is_invisible};
use super::words::is_english;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of a natural language.
    Word,
    /// An identifier or other piece of code: it has an underscore, a dot, a call, an inner capital, or digits.
    Code,
    /// A number in digits.
    Number,
}

/// A piece of text that is matched as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme<'a> {
    /// The characters themselves, without a leading `@` and without `()`.
    pub text: &'a str,
    /// Byte offset of the first character, `@` included.
    pub start: usize,
    /// Byte offset after the last character, `()` included.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// All lexemes of `text` in order. Linear in the length of the text.
#[must_use]
pub fn scan(text: &str) -> Vec<Lexeme<'_>> {
    let mut scanner = Scanner { text, at: 0, found: Vec::with_capacity(text.len() / 5) };
    while let Some(c) = scanner.peek() {
        if c.is_ascii_digit() {
            scanner.number();
        } else if starts_identifier(c) || (c == '@' && scanner.peek_second().is_some_and(starts_identifier)) {
            scanner.identifier();
        } else if let Some(operator) = operator(text.as_bytes(), scanner.at) {
            scanner.at += operator;
            scanner.push(scanner.at - operator, &text[scanner.at - operator..scanner.at], Kind::Code);
        } else {
            scanner.at += c.len_utf8();
        }
    }
    scanner.found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Lexeme<'a>>,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn peek_second(&self) -> Option<char> {
        self.text[self.at..].chars().nth(1)
    }

    fn push(&mut self, start: usize, text: &'a str, kind: Kind) {
        self.found.push(Lexeme { text, start, end: self.at, kind });
    }

    /// Digits with separators and an exponent; a version such as 3.11.2 is code.
    fn number(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        self.at = digits(self.at);
        while bytes.get(self.at).is_some_and(|b| matches!(b, b'.' | b',' | b'_')) && bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
        {
            self.at = digits(self.at + 1);
        }
        if bytes.get(self.at).is_some_and(|b| matches!(b, b'e' | b'E')) {
            let sign = usize::from(bytes.get(self.at + 1).is_some_and(|b| matches!(b, b'+' | b'-')));
            let end = digits(self.at + 1 + sign);
            if end > self.at + 1 + sign {
                self.at = end;
            }
        }
        let text = &self.text[start..self.at];
        let kind = if text.matches('.').count() > 1 { Kind::Code } else { Kind::Number };
        self.push(start, text, kind);
    }

    /// A word or an identifier, with what belongs to it: dots, apostrophes, `()`, `++`, an order such as `O(n)`.
    fn identifier(&mut self) {
        let start = self.at;
        let decorator = self.peek() == Some('@');
        self.at += usize::from(decorator);
        let body = self.at;
        self.consume_body(body);
        let mut text = &self.text[body..self.at];
        let rest = &self.text[self.at..];
        let mut called = false;
        if text.chars().count() == 1 {
            if let Some(suffix) = ["++", "#"].into_iter().find(|s| rest.starts_with(s)) {
                self.at += suffix.len();
                text = &self.text[body..self.at];
                self.push(start, text, Kind::Code);
                return;
            }
            if let Some(close) = order_of_growth(text, rest) {
                self.at += close;
                text = &self.text[body..self.at];
                self.push(start, text, Kind::Code);
                return;
            }
        }
        if rest.starts_with("()") {
            called = true;
            self.at += 2;
        }
        if text.chars().all(|c| c == '_' || is_invisible(c)) {
            return; // a blank to fill in, or nothing visible
        }
        if text.is_ascii() {
            let kind = if decorator || called || looks_like_code(text) { Kind::Code } else { Kind::Word };
            self.push(start, text, kind);
        } else {
            self.words_of_any_script(start, body, text);
        }
    }

    fn consume_body(&mut self, body: usize) {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let plain = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            self.at += plain;
            if rest.get(plain).is_none_or(|b| b.is_ascii() && !matches!(b, b'\'' | b'.')) {
                break;
            }
            let Some(c) = self.peek() else { break };
            let second = self.peek_second();
            let goes_on = c == '_'
                || c.is_alphanumeric()
                || is_combining_mark(c)
                || is_invisible(c)
                || (is_apostrophe(c) && self.at > body && second.is_some_and(char::is_alphabetic))
                || (c == '.' && self.at > body && self.dot_joins(body));
            if !goes_on {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    /// Whether the dot here joins a path (`sys.getsizeof`, `asyncio.Queue`) and is not a full stop before "The".
    fn dot_joins(&self, body: usize) -> bool {
        let after = &self.text[self.at + 1..];
        let next: &str = after.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or("");
        match next.chars().next() {
            Some(c) if c == '_' || c.is_lowercase() => true,
            Some(c) if c.is_uppercase() => {
                let shouted = self.text[..self.at].ends_with(char::is_uppercase) && next.chars().nth(1).is_some_and(char::is_uppercase);
                let quoted = self.text[..body].ends_with('`') || after[next.len()..].starts_with(['`', '(']);
                let small = next.to_ascii_lowercase();
                let name = next.len() > 3 && !Class::of_english(&small).is(Class::FUNCTION) && !is_english(&self.text[body..self.at]);
                shouted || has_inner_capital(next) || quoted || name
            }
            _ => false,
        }
    }

    /// Cuts a run of letters by the Unicode word rules, which matter for scripts that write no spaces.
    fn words_of_any_script(&mut self, start: usize, body: usize, text: &'a str) {
        let end = self.at;
        let pieces: Vec<_> = text.unicode_word_indices().collect();
        if pieces.len() <= 1 || text.contains(['_', '.']) {
            self.push(start, text, if looks_like_code(text) { Kind::Code } else { Kind::Word });
            return;
        }
        for (offset, piece) in pieces {
            self.at = body + offset + piece.len();
            self.push(body + offset, piece, Kind::Word);
        }
        self.at = end;
    }
}

/// Length of a comparison or an assignment at `at`; arrows and rulers (`====`) are none.
fn operator(bytes: &[u8], at: usize) -> Option<usize> {
    let mark = |at: usize| bytes.get(at).is_some_and(|b| matches!(b, b'=' | b'<' | b'>' | b'!' | b':'));
    let two = matches!((bytes[at], bytes.get(at + 1)), (b'=' | b'!' | b':' | b'<' | b'>', Some(b'=')));
    (two && !mark(at + 2) && (at == 0 || !mark(at - 1))).then_some(2)
}

fn starts_identifier(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Bytes of `(n log n)` after a single capital O, Θ or Ω; what stands in the brackets must be short and on one line.
fn order_of_growth(letter: &str, rest: &str) -> Option<usize> {
    if !matches!(letter, "O" | "o" | "Θ" | "Ω") || !rest.starts_with('(') {
        return None;
    }
    let close = rest.char_indices().take(16).find(|(_, c)| *c == ')')?.0;
    (!rest[..close].contains('\n')).then_some(close + 1)
}

fn looks_like_code(text: &str) -> bool {
    let abbreviation = text.len() <= 4 && text.split('.').all(|part| part.chars().count() == 1);
    (text.contains(['_', '.']) && !abbreviation) || has_inner_capital(text) || text.chars().any(|c| c.is_ascii_digit())
}

/// `WeakSet`, `TaskGroup`: a capital after a small letter.
fn has_inner_capital(text: &str) -> bool {
    let mut small_before = false;
    text.chars().any(|c| {
        let inner = small_before && c.is_uppercase();
        small_before = c.is_lowercase();
        inner
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Kind)]) {
        let found: Vec<_> = scan(text).iter().map(|l| (l.text, l.kind)).collect();
        assert_eq!(found, expected, "{text}");
        for lexeme in scan(text) {
            assert!(text.is_char_boundary(lexeme.start) && text.is_char_boundary(lexeme.end));
            assert!(text[lexeme.start..lexeme.end].contains(lexeme.text));
        }
    }

    #[test]
    fn code_survives_as_one_lexeme() {
        use Kind::{Code, Word};
        check("use `__slots__` here", &[("use", Word), ("__slots__", Code), ("here", Word)]);
        check("sys.getsizeof() is shallow.", &[("sys.getsizeof", Code), ("is", Word), ("shallow", Word)]);
        check("@dataclass(frozen=True)", &[("dataclass", Code), ("frozen", Word), ("True", Word)]);
        check("O(n) not O(n²) or C++", &[("O(n)", Code), ("not", Word), ("O(n²)", Code), ("or", Word), ("C++", Code)]);
        check("weakref.WeakSet", &[("weakref.WeakSet", Code)]);
        check("an asyncio.Queue, `queue.Queue`", &[("an", Word), ("asyncio.Queue", Code), ("queue.Queue", Code)]);
        check("a == b => c ==== d", &[("a", Word), ("==", Code), ("b", Word), ("c", Word), ("d", Word)]);
    }

    #[test]
    fn a_full_stop_without_a_space_still_ends_the_word() {
        use Kind::Word;
        check("a dict.It dies", &[("a", Word), ("dict", Word), ("It", Word), ("dies", Word)]);
        check("e.g. this", &[("e.g", Word), ("this", Word)]);
    }

    #[test]
    fn numbers_apostrophes_and_hyphens() {
        use Kind::{Code, Number, Word};
        check("16.0 bytes, 1e3", &[("16.0", Number), ("bytes", Word), ("1e3", Number)]);
        check("Python 3.11.2", &[("Python", Word), ("3.11.2", Code)]);
        check("it doesn’t", &[("it", Word), ("doesn’t", Word)]);
        check("run-time 'quoted'", &[("run", Word), ("time", Word), ("quoted", Word)]);
    }

    #[test]
    fn every_script_is_cut_into_words() {
        use Kind::Word;
        check("naïve عربي", &[("naïve", Word), ("عربي", Word)]);
        check("弱引用", &[("弱", Word), ("引", Word), ("用", Word)]);
        check("🙂 ok 🏳️‍🌈 ___", &[("ok", Word)]);
    }
}
