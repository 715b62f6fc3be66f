//! What is wrong with a bank, and where.

use std::ops::Range;

/// A place in one of a bank's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the file in its [`super::Source`].
    pub file: usize,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// Something an author must mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What the place itself should be called under the caret.
    pub label: String,
    /// What to do, when the message does not say so already.
    pub help: Option<String>,
}

impl Fault {
    /// A fault without help.
    #[must_use]
    pub fn new(place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { place, message: message.into(), label: label.into(), help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
