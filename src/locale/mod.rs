//! What the bot says, in the languages that it speaks: messages in Project Fluent's format, one folder a language
//! under `locales/`.
//!
//! A message is asked for by its key through a [`Locale`], and a text is an English one where its translation is
//! missing. Tests hold that every key that the code names exists, that none is unused, and that languages have the same
//! messages with the same variables.

mod names;
#[cfg(test)]
mod tests;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

/// A language that the bot speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Whatever else is missing, this is there.
    #[default]
    English,
    /// Deutsch.
    German,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// BCP 47 code, as Discord spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of one of Discord's locales, such as `en-GB` or `de`; `None` where the bot does not speak it.
    #[must_use]
    pub fn from_code(locale: &str) -> Option<Self> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| known.code().eq_ignore_ascii_case(language))
    }

    /// The files of its messages, by name.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        macro_rules! folder {
            ($language:literal, $($file:literal),* $(,)?) => {
                &[$(($file, include_str!(concat!("../../locales/", $language, "/", $file, ".ftl")))),*]
            };
        }
        match self {
            Self::English => folder!("en", "common", "interview", "board", "study", "progress", "daily", "session", "settings", "commands"),
            Self::German => folder!("de", "common", "interview", "board", "study", "progress", "daily", "session", "settings", "commands"),
        }
    }
}

/// Something that a message has a place for.
pub type Argument<'a> = (&'static str, FluentValue<'a>);

/// The messages of every language, read once.
pub struct Texts {
    /// In the order of [`Language::ALL`].
    bundles: Vec<FluentBundle<FluentResource>>,
}

/// A file of messages that cannot be read.
#[derive(Debug, Error)]
#[error("locales/{language}/{file}.ftl cannot be read: {fault}")]
pub struct TextsError {
    language: &'static str,
    file: &'static str,
    fault: String,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("languages", &Language::ALL).finish()
    }
}

impl Texts {
    /// Reads the compiled-in messages.
    ///
    /// # Errors
    /// [`TextsError`] when a file is no Fluent, or says something twice; a test sees to it that this never happens.
    pub fn new() -> Result<Self, TextsError> {
        Ok(Self { bundles: Language::ALL.into_iter().map(bundle).collect::<Result<_, _>>()? })
    }

    /// The messages in one language.
    #[must_use]
    pub fn locale(&self, language: Language) -> Locale<'_> {
        Locale { texts: self, language }
    }
}

fn bundle(language: Language) -> Result<FluentBundle<FluentResource>, TextsError> {
    let fault = |file, fault: String| TextsError { language: language.code(), file, fault };
    let id: LanguageIdentifier = language.code().parse().map_err(|error| fault("common", format!("{error}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Marks of direction around every argument: they would stand in the way of Markdown.
    bundle.set_use_isolating(false);
    for (file, text) in language.files() {
        let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| fault(file, format!("{errors:?}")))?;
        bundle.add_resource(resource).map_err(|errors| fault(file, format!("{errors:?}")))?;
    }
    Ok(bundle)
}

/// The messages as somebody reads them.
#[derive(Clone, Copy, Debug)]
pub struct Locale<'a> {
    texts: &'a Texts,
    language: Language,
}

impl Locale<'_> {
    /// Which language it is.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The same messages in another language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// A message that has no places.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with its places filled. Arguments are put in as they are: whoever fills them escapes them.
    #[must_use]
    pub fn with(&self, key: &str, arguments: &[Argument<'_>]) -> String {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        let own = self.texts.bundles.get(self.language as usize);
        let found = own.into_iter().chain(self.texts.bundles.first()).find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            Some(bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
        });
        debug_assert!(found.is_some(), "there is no message {key}");
        found.unwrap_or_else(|| key.to_owned())
    }
}
