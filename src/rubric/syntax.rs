//! The syntax tree of a phrase, as written.

/// Other words allowed between neighbours of a sequence, unless the phrase says otherwise.
pub const DEFAULT_GAP: u8 = 4;

/// One entry under `accept`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Polarity that the words must have in the answer.
    pub wants: Wants,
    /// Parts that must all be found, anywhere in the answer (`a & b`). Never empty.
    pub all: Vec<Node>,
    /// Words whose presence in the sentence of a match rejects the match.
    pub unless: Option<Node>,
}

impl Phrase {
    /// Names of the synonym sets that it uses.
    #[must_use]
    pub fn sets(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let mut open: Vec<&Node> = self.all.iter().chain(&self.unless).collect();
        while let Some(node) = open.pop() {
            match node {
                Node::Set(name) => names.push(name.as_str()),
                Node::Sequence { items, .. } | Node::AnyOrder { items, .. } | Node::Either(items) => open.extend(items),
                Node::Optional(inner) => open.push(inner),
                Node::Word(_) | Node::Exact(_) | Node::Code(_) | Node::Number(_) | Node::Prefix(_) | Node::Suffix(_) => {}
            }
        }
        names
    }
}

/// Polarity that a phrase wants its words to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// What the phrase says is affirmed; the default.
    Affirmed,
    /// `not:` – it is denied.
    Denied,
    /// `either:` – it is mentioned.
    Either,
}

/// A piece of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word, matched by stem; also found inside code.
    Word(String),
    /// `=True`: this spelling and case.
    Exact(String),
    /// `` `__dict__` ``: code, folded but not stemmed.
    Code(String),
    /// A number, by value. Holds its canonical spelling.
    Number(String),
    /// `immut*`: words that begin so. Folded.
    Prefix(String),
    /// `*able`: words that end so. Folded.
    Suffix(String),
    /// `<delete>`: any entry of a synonym set.
    Set(String),
    /// Parts in order.
    Sequence {
        /// The parts. Never empty.
        items: Vec<Node>,
        /// Other words allowed between neighbours.
        gap: u8,
    },
    /// `{a b}`: parts in any order. Two to [`super::parse::MOST_IN_ANY_ORDER`].
    AnyOrder {
        /// The parts.
        items: Vec<Node>,
        /// Other words allowed between neighbours.
        gap: u8,
    },
    /// `(a | b)`
    Either(Vec<Node>),
    /// `[a]`
    Optional(Box<Node>),
}
