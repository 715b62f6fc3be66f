//! An answer, read once: tokens with their sentence, clause and normal forms.

use std::borrow::Cow;

use super::fold::{fold, is_hyphen};
use super::{Class, Kind, Language, Lexeme, scan};

/// A text cut into tokens, sentences and clauses.
#[derive(Debug)]
pub struct Document<'a> {
    /// The original text, to which every offset refers.
    pub text: &'a str,
    /// The language it was read in.
    pub language: Language,
    /// Words, code and numbers in order.
    pub tokens: Vec<Token<'a>>,
    /// Sentences that follow a cross (❌ and its like), in order.
    pub crossed: Vec<u32>,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing but a hyphen: the two may be one compound.
    Hyphen,
    /// Nothing but white space or backticks: the two may be one compound, written apart.
    Space,
    /// Punctuation, or the beginning of the text.
    Other,
}

/// A word, a piece of code or a number.
#[derive(Debug)]
pub struct Token<'a> {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// The characters themselves, without `@` and `()`.
    pub text: &'a str,
    /// Folded form, see [`fold`].
    pub folded: Cow<'a, str>,
    /// What the spelling tells of the word.
    pub class: Class,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its clause, counted over the whole text.
    pub clause: u32,
    /// What separates it from the token before.
    pub gap: Gap,
}

impl<'a> Document<'a> {
    /// Reads `text`. Linear in its length; any string is a document.
    #[must_use]
    pub fn read(text: &'a str, language: Language) -> Self {
        let lexemes = scan(text);
        let mut tokens: Vec<Token<'a>> = Vec::with_capacity(lexemes.len());
        let mut crossed = Vec::new();
        let mut line = 0;
        let (mut sentence, mut clause) = (0, 0);
        let mut end = 0;
        for lexeme in lexemes {
            let folded = fold(lexeme.text);
            let class = language.class(&folded);
            let between = &text[end..lexeme.start];
            let gap = if tokens.is_empty() { Gap::Other } else { gap(between) };
            if let Some(previous) = tokens.last() {
                if between != " " && ends_sentence(between, previous, tokens.len(), &mut line, &lexeme) {
                    sentence += 1;
                    clause += 1;
                } else if class.is(Class::OPENER) || (between != " " && ends_clause(between, class)) {
                    clause += 1;
                }
            }
            if gap == Gap::Other && between.contains(CROSSES) {
                crossed.push(sentence);
            }
            end = lexeme.end;
            tokens.push(Token { start: lexeme.start, end, kind: lexeme.kind, text: lexeme.text, folded, class, sentence, clause, gap });
        }
        Self { text, language, tokens, crossed }
    }

    /// Length in tokens of the first of `expressions` that stands at token `at`, in one sentence.
    #[must_use]
    pub fn starts_with(&self, at: usize, expressions: &[&[&str]]) -> Option<usize> {
        let sentence = self.tokens.get(at)?.sentence;
        expressions
            .iter()
            .find(|words| {
                words
                    .iter()
                    .enumerate()
                    .all(|(i, word)| self.tokens.get(at + i).is_some_and(|token| token.folded == *word && token.sentence == sentence))
            })
            .map(|words| words.len())
    }

    /// Tokens of the sentence that token `at` is in, or nothing past the end.
    #[must_use]
    pub fn sentence_of(&self, at: usize) -> std::ops::Range<usize> {
        let Some(token) = self.tokens.get(at) else { return at..at };
        let start = self.tokens.partition_point(|other| other.sentence < token.sentence);
        let end = self.tokens.partition_point(|other| other.sentence <= token.sentence);
        start..end
    }
}

/// Bullets that say "not this".
const CROSSES: [char; 5] = ['❌', '✗', '✘', '❎', '👎'];

/// A line of so many words may have been wrapped by an editor rather than ended by its author.
const WRAPPED: usize = 10;

/// `line` is the first token of the current line of the original; `count` is the number of tokens so far.
fn ends_sentence(between: &str, previous: &Token<'_>, count: usize, line: &mut usize, next: &Lexeme<'_>) -> bool {
    if between.contains('\n') {
        let long = count - *line >= WRAPPED;
        *line = count;
        let plain_break = between.trim() == "" && between.matches('\n').count() == 1;
        if !(plain_break && long && next.text.starts_with(char::is_lowercase)) {
            return true;
        }
    }
    let mut characters = between.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '!' | '?' | '。' | '！' | '？' | '•' | '❌' | '✅' | '✗' | '✘' | '✓' | '✔' | '❎' | '👍' | '👎' => {
                return true;
            }
            '.' | '…' => {
                // `super().total` goes on after its dot, "dict.It" does not.
                let goes_on = between == "." && next.text.starts_with(|c: char| c == '_' || c.is_lowercase());
                let spaced = !goes_on && characters.peek().is_none_or(|c| !c.is_alphanumeric());
                let numbered = previous.folded == "no" && next.kind != Kind::Number;
                if spaced && (!previous.class.is(Class::ABBREVIATION) || numbered) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn ends_clause(between: &str, next: Class) -> bool {
    between.contains([';', ':', '—', '–', '(', ')', '→'])
        || between.contains(" - ")
        || between.contains("--")
        || between.contains("=>")
        || between.contains("->")
        || (between.contains(',') && next.is(Class::PRONOUN))
}

fn gap(between: &str) -> Gap {
    if between == " " || between.chars().all(|c| c.is_whitespace() || c == '`') {
        Gap::Space
    } else if between.chars().all(is_hyphen) {
        Gap::Hyphen
    } else {
        Gap::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences as lists of words, clauses parted by `/`.
    fn shape(text: &str) -> Vec<String> {
        let document = Document::read(text, Language::English);
        let mut sentences: Vec<String> = Vec::new();
        let mut before: Option<(u32, u32)> = None;
        for token in &document.tokens {
            match before {
                Some((sentence, clause)) if sentence == token.sentence => {
                    let last = sentences.last_mut().expect("a sentence has begun");
                    last.push_str(if clause == token.clause { " " } else { " / " });
                    last.push_str(token.text);
                }
                _ => sentences.push(token.text.to_owned()),
            }
            before = Some((token.sentence, token.clause));
        }
        sentences
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(shape("It dies. Then it goes!"), ["It dies", "Then it goes"]);
        assert_eq!(shape("caches, e.g. images, etc. are fine"), ["caches e.g images etc are fine"]);
        assert_eq!(shape("ints no. plus see no. 5"), ["ints no", "plus see no 5"]);
        assert_eq!(shape("call super().total() first"), ["call super total first"]);
        assert_eq!(shape("No silent `str()`. Then it dies"), ["No silent str", "Then it dies"]);
        assert_eq!(shape("- no dict\n- less memory"), ["no dict", "less memory"]);
        assert_eq!(shape("Python 3.11 has it"), ["Python 3.11 has it"]);
    }

    #[test]
    fn a_wrapped_line_goes_on() {
        let wrapped = "the entry goes away by itself as soon as nobody else in the program\nholds the object";
        assert_eq!(shape(wrapped).len(), 1);
        assert_eq!(shape("weak keys\nno leaks").len(), 2);
    }

    #[test]
    fn clauses_end_at_strong_punctuation_and_conjunctions() {
        assert_eq!(shape("it is not deep, but it is fast"), ["it is not deep / but it is fast"]);
        assert_eq!(shape("no dict, no weakref"), ["no dict no weakref"]);
        assert_eq!(shape("not copied, it is shared"), ["not copied / it is shared"]);
    }
}
