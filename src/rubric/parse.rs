//! From the text of a phrase to its syntax tree: a recursive-descent parser that knows where it is.
//!
//! ```text
//! phrase    := [ "not:" | "either:" ] choice { "&" choice } [ "unless:" choice ]
//! sequence  := item { item } [ "~" digits ]
//! choice    := sequence { "|" sequence }
//! item      := "(" choice ")" | "[" choice "]" | "{" item item [item [item]] [ "~" digits ] "}"
//!            | '"' words '"' | "`" code "`" | "<" name ">" | "=" spelling | letters "*" | "*" letters | word
//! ```

use thiserror::Error;

use super::syntax::{DEFAULT_GAP, Node, Phrase, Wants};
use crate::text::{Kind, canonical_number, fold, scan};

/// Parts that `{…}` may hold: every order of them is tried.
pub const MOST_IN_ANY_ORDER: usize = 4;
/// Largest number after `~`.
const WIDEST_GAP: u8 = 30;
/// Brackets inside brackets.
const DEEPEST: usize = 8;

/// Why a phrase cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct PhraseError {
    /// Byte offset in the phrase.
    pub at: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Reads a phrase.
///
/// # Errors
/// [`PhraseError`] at the first place that does not fit the grammar.
pub fn parse(text: &str) -> Result<Phrase, PhraseError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.skip_space();
    let wants = if parser.eat("not:") {
        Wants::Denied
    } else if parser.eat("either:") {
        Wants::Either
    } else {
        Wants::Affirmed
    };
    let mut all = vec![parser.choice()?];
    while parser.eat("&") {
        all.push(parser.choice()?);
    }
    let unless = if parser.eat("unless:") { Some(parser.choice()?) } else { None };
    parser.skip_space();
    match parser.peek() {
        None => Ok(Phrase { wants, all, unless }),
        Some(_) if text[..parser.at].trim_end().ends_with(|c: char| c.is_ascii_digit()) && text[..parser.at].contains('~') => {
            Err(parser.error("`~` stands at the end of a sequence: put brackets around the words that it is for"))
        }
        Some(c) => Err(parser.error(format!("`{c}` does not belong here"))),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, mark: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    fn error(&self, message: impl Into<String>) -> PhraseError {
        error_at(self.at, message)
    }

    fn choice(&mut self) -> Result<Node, PhraseError> {
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Result<Node, PhraseError> {
        self.skip_space();
        let start = self.at;
        let (items, gap) = self.items()?;
        match (items.len(), gap) {
            (0, _) => Err(error_at(start, "a word is missing here")),
            (1, None) => Ok(items.into_iter().next().unwrap_or(Node::Either(Vec::new()))),
            _ if items.iter().all(|item| matches!(item, Node::Optional(_))) => {
                Err(error_at(start, "everything here is optional, so it would match anything: take one word out of the square brackets"))
            }
            _ => Ok(Node::Sequence { items, gap: gap.unwrap_or(DEFAULT_GAP) }),
        }
    }

    fn items(&mut self) -> Result<(Vec<Node>, Option<u8>), PhraseError> {
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None | Some('|' | ')' | ']' | '}' | '&') => return Ok((items, None)),
                Some('~') => return Ok((items, Some(self.gap()?))),
                Some(_) if self.rest().starts_with("unless:") => return Ok((items, None)),
                Some(_) => items.push(self.item()?),
            }
        }
    }

    fn gap(&mut self) -> Result<u8, PhraseError> {
        let start = self.at;
        self.at += 1;
        let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let gap = self.rest()[..digits].parse().ok().filter(|gap| *gap <= WIDEST_GAP);
        self.at += digits;
        gap.ok_or_else(|| error_at(start, format!("`~` takes a number from 0 to {WIDEST_GAP}: how many other words may stand between")))
    }

    fn item(&mut self) -> Result<Node, PhraseError> {
        match self.peek() {
            Some('(') => Ok(self.bracketed(')')?),
            Some('[') => Ok(Node::Optional(Box::new(self.bracketed(']')?))),
            Some('{') => self.any_order(),
            Some('"') => self.quoted(),
            Some('`') => {
                let (start, code) = self.enclosed('`', "code")?;
                let code = code.trim_start_matches('@').trim_end_matches("()");
                if code.trim().is_empty() { Err(error_at(start, "there is no code between the backticks")) } else { code_node(code, start) }
            }
            Some('<') => {
                let (start, name) = self.enclosed('>', "set")?;
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                    return Err(error_at(start, "the name of a synonym set is lower-case letters and hyphens"));
                }
                Ok(Node::Set(name))
            }
            Some('=') => {
                let start = self.at;
                self.at += 1;
                let (_, chunk) = self.chunk();
                if chunk.is_empty() {
                    Err(error_at(start, "`=` stands right before the exact word"))
                } else {
                    Ok(Node::Exact(chunk.to_owned()))
                }
            }
            Some(c @ ('>' | '~')) => Err(self.error(format!("`{c}` does not belong here"))),
            _ => self.word(),
        }
    }

    /// What stands in round or square brackets.
    fn bracketed(&mut self, close: char) -> Result<Node, PhraseError> {
        let open = self.enter()?;
        let choice = self.choice()?;
        self.leave(close, open)?;
        Ok(choice)
    }

    fn any_order(&mut self) -> Result<Node, PhraseError> {
        let open = self.enter()?;
        let (items, gap) = self.items()?;
        self.leave('}', open)?;
        if !(2..=MOST_IN_ANY_ORDER).contains(&items.len()) {
            return Err(error_at(open, format!("`{{…}}` takes 2 to {MOST_IN_ANY_ORDER} parts, here are {}", items.len())));
        }
        Ok(Node::AnyOrder { items, gap: gap.unwrap_or(DEFAULT_GAP) })
    }

    fn enter(&mut self) -> Result<usize, PhraseError> {
        let open = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST { Err(error_at(open, format!("brackets are nested more than {DEEPEST} deep"))) } else { Ok(open) }
    }

    fn leave(&mut self, close: char, open: usize) -> Result<(), PhraseError> {
        self.depth -= 1;
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        Err(match self.peek() {
            None => error_at(open, format!("this bracket is never closed: `{close}` is missing")),
            Some(c) => self.error(format!("expected `{close}` here, found `{c}`")),
        })
    }

    /// The text up to `close`, for code and set names.
    fn enclosed(&mut self, close: char, what: &str) -> Result<(usize, String), PhraseError> {
        let open = self.at;
        self.at += 1;
        let Some(length) = self.rest().find(close) else {
            return Err(error_at(open, format!("this {what} is never closed: `{close}` is missing")));
        };
        let inner = self.rest()[..length].to_owned();
        self.at += length + close.len_utf8();
        Ok((open, inner))
    }

    fn quoted(&mut self) -> Result<Node, PhraseError> {
        let (open, inner) = self.enclosed('"', "quotation")?;
        let mut items = Vec::new();
        for lexeme in scan(&inner) {
            items.push(lexeme_node(lexeme.kind, lexeme.text));
        }
        match items.len() {
            0 => Err(error_at(open, "there is no word between the quotes")),
            1 => Ok(items.remove(0)),
            _ => Ok(Node::Sequence { items, gap: 0 }),
        }
    }

    /// A run of characters up to white space or a mark of the language; `()` belongs to it.
    fn chunk(&mut self) -> (usize, &str) {
        let start = self.at;
        let mut end = start;
        for (offset, c) in self.rest().char_indices() {
            let here = start + offset;
            let call = c == '(' && offset > 0 && self.text[here..].starts_with("()");
            let closes_call = c == ')' && self.text[..here].ends_with('(') && here > start && end == here;
            let order = c == '(' && matches!(&self.text[start..here], "O" | "o" | "Θ" | "Ω");
            if order && let Some(close) = self.text[here..].find(')') {
                end = here + close + 1;
                break;
            }
            if c.is_whitespace()
                || (matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '|' | '"' | '`' | '<' | '>' | '~' | '&') && !call && !closes_call)
            {
                break;
            }
            end = here + c.len_utf8();
        }
        self.at = end;
        (start, &self.text[start..end])
    }

    fn word(&mut self) -> Result<Node, PhraseError> {
        let (start, chunk) = self.chunk();
        // Nearly every word is letters and nothing else.
        if !chunk.is_empty() && chunk.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Ok(Node::Word(chunk.to_owned()));
        }
        if let Some(wildcard) = wildcard(chunk, start)? {
            return Ok(wildcard);
        }
        if chunk.ends_with(':') {
            return Err(error_at(start, format!("`{chunk}` is no label; there are `not:` and `either:` in front, and `unless:`")));
        }
        let mut items: Vec<Node> = scan(chunk).iter().map(|lexeme| lexeme_node(lexeme.kind, lexeme.text)).collect();
        match items.len() {
            0 => Err(error_at(start, format!("`{chunk}` has no letter or digit; write it in backticks if it is code"))),
            1 => Ok(items.remove(0)),
            _ => Ok(Node::Sequence { items, gap: 0 }),
        }
    }
}

fn error_at(at: usize, message: impl Into<String>) -> PhraseError {
    PhraseError { at, message: message.into() }
}

fn wildcard(chunk: &str, start: usize) -> Result<Option<Node>, PhraseError> {
    if !chunk.contains('*') {
        return Ok(None);
    }
    let letters = chunk.trim_matches('*');
    let one_sided = chunk.len() == letters.len() + 1;
    if !one_sided || letters.chars().count() < 2 || !letters.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Err(error_at(start, "`*` stands for the beginning or the end of a word of two letters or more: `immut*` or `*able`"));
    }
    let folded = fold(letters).into_owned();
    Ok(Some(if chunk.ends_with('*') { Node::Prefix(folded) } else { Node::Suffix(folded) }))
}

fn lexeme_node(kind: Kind, text: &str) -> Node {
    if let Some(number) = (kind == Kind::Number).then(|| canonical_number(&fold(text))).flatten() {
        return Node::Number(number);
    }
    match kind {
        // Underscored names are also said apart: `lru_cache`, "lru cache". Dotted and dunder names are not.
        Kind::Code if !text.starts_with("__") && !text.contains('.') && text.contains('_') => {
            Node::Either(vec![Node::Code(fold(text).into_owned()), Node::Word(text.to_owned())])
        }
        Kind::Code if text.contains(['_', '.', '(', '+', '#']) => Node::Code(fold(text).into_owned()),
        _ => Node::Word(text.to_owned()),
    }
}

/// Code in backticks: one lexeme, or several side by side (`frozen=True`); `[sys.]getsizeof` is found with and without
/// what stands in the brackets.
fn code_node(code: &str, start: usize) -> Result<Node, PhraseError> {
    if let Some((path, name)) = code.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return Ok(Node::Either(vec![code_node(&format!("{path}{name}"), start)?, code_node(name, start)?]));
    }
    let mut items: Vec<Node> = scan(code).iter().map(|lexeme| Node::Code(fold(lexeme.text).into_owned())).collect();
    match items.len() {
        0 => Err(error_at(start, "code without a letter, a digit or a comparison such as `==` is never found")),
        1 => Ok(items.remove(0)),
        _ => Ok(Node::Sequence { items, gap: 0 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Node {
        Node::Word(text.to_owned())
    }

    fn sequence(words: &[&str], gap: u8) -> Node {
        Node::Sequence { items: words.iter().map(|w| word(w)).collect(), gap }
    }

    fn only(text: &str) -> Node {
        parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).all.remove(0)
    }

    #[test]
    fn phrases_read_like_words() {
        assert_eq!(only("weak reference"), sequence(&["weak", "reference"], DEFAULT_GAP));
        assert_eq!(only("\"garbage collected\""), sequence(&["garbage", "collected"], 0));
        assert_eq!(only("run-time"), sequence(&["run", "time"], 0));
        assert_eq!(only("fewer bytes ~1"), sequence(&["fewer", "bytes"], 1));
        assert_eq!(only("(key | weak value)"), Node::Either(vec![word("key"), sequence(&["weak", "value"], DEFAULT_GAP)]));
        assert_eq!(only("key | value"), only("(key | value)"));
        assert_eq!(only("sys.getsizeof()"), Node::Code("sys.getsizeof".into()));
        assert_eq!(only("`__dict__`"), Node::Code("__dict__".into()));
        assert_eq!(only("O(n)"), Node::Code("o(n)".into()));
        assert_eq!(only("16.0"), Node::Number("16".into()));
        assert_eq!(only("immut*"), Node::Prefix("immut".into()));
        assert_eq!(only("=True"), Node::Exact("True".into()));
        assert_eq!(only("<delete>"), Node::Set("delete".into()));
    }

    #[test]
    fn labels_set_the_polarity_and_the_blockers() {
        let phrase = parse("not: keep alive unless: (strong | normal)").unwrap();
        assert_eq!(phrase.wants, Wants::Denied);
        assert_eq!(phrase.unless, Some(Node::Either(vec![word("strong"), word("normal")])));
        assert_eq!(parse("either: leak").unwrap().wants, Wants::Either);
        assert_eq!(parse("cache & thread").unwrap().all.len(), 2);
    }

    #[test]
    fn errors_point_at_the_place() {
        for (text, at, part) in [
            ("", 0, "missing"),
            ("weak (key | value", 5, "never closed"),
            ("weak (key | )", 12, "missing"),
            ("a |", 3, "missing"),
            ("a ~1 b", 5, "end of a sequence"),
            ("weak key)", 8, "does not belong"),
            ("{one}", 0, "2 to 4"),
            ("a ~99", 2, "0 to 30"),
            ("see <Delete>", 4, "lower-case"),
            ("x *", 2, "stands for"),
            ("nicht: weak", 0, "no label"),
            ("[a] [b]", 0, "optional"),
            ("\"weak", 0, "never closed"),
            ("((((((((( a", 8, "nested"),
            ("weak =", 5, "exact"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.at == at && error.message.contains(part), "{text}: {error:?}");
        }
    }
}
