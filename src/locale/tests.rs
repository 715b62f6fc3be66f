//! What holds of all messages: keys, variables, lengths.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use chrono::Weekday;

use super::*;
use crate::bank::Level;
use crate::grade::{Flag, Score};
use crate::interview::Refusal;
use crate::interview::group::GroupRefusal;
use crate::schedule::Days;

/// Messages of a language with the variables of each, and the file that each is in.
fn messages(language: Language) -> BTreeMap<String, (BTreeSet<String>, &'static str)> {
    fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    for variant in variants {
                        variables(&variant.value, found);
                    }
                    selector
                }
            };
            match inline {
                InlineExpression::VariableReference { id } => _ = found.insert(id.name.to_owned()),
                InlineExpression::StringLiteral { .. } => {}
                other => panic!("a message uses {other:?}, which nothing here needs"),
            }
        }
    }
    let mut messages = BTreeMap::new();
    for (file, text) in language.files() {
        let resource = fluent_syntax::parser::parse(*text).unwrap_or_else(|(_, errors)| panic!("{}/{file}: {errors:?}", language.code()));
        for entry in &resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut found = BTreeSet::new();
                    variables(message.value.as_ref().expect("a message has a text"), &mut found);
                    let before = messages.insert(message.id.name.to_owned(), (found, *file));
                    assert!(before.is_none(), "{} is there twice", message.id.name);
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{}/{file}: {other:?}", language.code()),
            }
        }
    }
    messages
}

/// The source of the rooms that speak to people by messages, without its unit tests.
fn source() -> String {
    fn collect(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") && path.file_stem().is_some_and(|stem| stem != "tests") {
                let file = std::fs::read_to_string(&path).unwrap();
                text.push_str(file.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
            }
        }
    }
    let mut text = String::new();
    for room in ["discord", "locale"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut text);
    }
    text
}

/// The first string after each `opening`, such as `.text("`.
fn named<'a>(source: &'a str, opening: &str) -> BTreeSet<&'a str> {
    let after = source.split(opening).skip(1).map(str::trim_start);
    after.filter_map(|rest| rest.strip_prefix('"')?.split('"').next()).collect()
}

#[test]
fn every_message_that_the_code_names_exists_and_none_is_unused() {
    let (source, messages) = (source(), messages(Language::English));
    let asked: BTreeSet<_> = named(&source, ".text(").into_iter().chain(named(&source, ".with(")).collect();
    let missing: Vec<_> = asked.iter().filter(|key| !messages.contains_key(**key)).collect();
    assert!(missing.is_empty(), "named in the code and not in locales/en: {missing:?}");
    assert!(asked.len() > 50, "only {} messages are asked for: the search is broken", asked.len());
    // Descriptions of commands are asked for by names that are put together; `commands_are_described` sees to them.
    let unused: Vec<_> =
        messages.iter().filter(|(key, (_, file))| *file != "commands" && !source.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "in locales/en and not used: {unused:?}");
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let own = messages(language);
        let keys = |of: &BTreeMap<String, _>| of.keys().cloned().collect::<BTreeSet<_>>();
        let differing: Vec<_> = keys(&english).symmetric_difference(&keys(&own)).cloned().collect();
        assert!(differing.is_empty(), "{} and English differ in {differing:?}", language.code());
        for (key, expected) in &english {
            assert_eq!(&own[key], expected, "{key} in {}", language.code());
        }
    }
}

#[test]
fn a_text_in_the_rooms_below_is_the_english_message() {
    let texts = Texts::new().unwrap();
    let english = texts.locale(Language::English);
    for refusal in [
        Refusal::NotYours,
        Refusal::Gone,
        Refusal::Ended,
        Refusal::Empty,
        Refusal::Answered,
        Refusal::Skipped,
        Refusal::NotOpen,
        Refusal::Unanswered,
        Refusal::MovedOn,
        Refusal::NoHintLeft,
        Refusal::NotMissed,
        Refusal::LeftBank,
        Refusal::Shared,
        Refusal::FollowedUp,
    ] {
        assert_eq!(english.refusal(refusal), refusal.to_string());
    }
    for refusal in [
        GroupRefusal::Gone,
        GroupRefusal::Ended,
        GroupRefusal::NotHost,
        GroupRefusal::NotIn,
        GroupRefusal::In,
        GroupRefusal::Elsewhere,
        GroupRefusal::ChannelTaken,
        GroupRefusal::Full,
        GroupRefusal::Begun,
        GroupRefusal::NotBegun,
        GroupRefusal::NotOpen,
        GroupRefusal::TimeUp,
        GroupRefusal::Empty,
        GroupRefusal::Unanswered,
        GroupRefusal::NoHintLeft,
        GroupRefusal::MovedOn,
        GroupRefusal::AsItIs,
        GroupRefusal::LongEnough,
        GroupRefusal::NotDue,
    ] {
        assert_eq!(english.group_refusal(refusal), refusal.to_string());
    }
    for flag in [
        Flag::Empty,
        Flag::Contradicted,
        Flag::OfAnother,
        Flag::KeywordList,
        Flag::Echo,
        Flag::AddressesMarker,
        Flag::TooShort,
        Flag::OffTopic,
        Flag::Unrelated,
        Flag::Recited,
    ] {
        assert_eq!(english.flag(flag), flag.reason());
    }
    for percent in 0..=100 {
        let score = Score::from_points(percent, 100);
        assert_eq!(english.in_words(score), score.in_words());
    }
    for level in Level::ALL {
        assert_eq!(english.level(level), level.name());
    }
}

#[test]
fn a_locale_of_discords_finds_its_language_and_an_argument_its_place() {
    for (locale, language) in [("en-US", Some(Language::English)), ("de", Some(Language::German)), ("fr", None), ("", None)] {
        assert_eq!(Language::from_code(locale), language, "{locale}");
    }
    let texts = Texts::new().unwrap();
    let count = |language, count: u32| texts.locale(language).with("board-answers", &[("count", count.into())]);
    assert_eq!(count(Language::English, 1), "1 answer");
    assert_eq!(count(Language::English, 1200), "1200 answers");
    assert_eq!(count(Language::German, 2), "2 Antworten");
    let hostile = texts.locale(Language::German).with("topic-unknown", &[("topic", "{ $nearest } -term".into())]);
    assert!(hostile.contains("„{ $nearest } -term“"), "{hostile}");
}

#[test]
fn days_are_read_as_they_are_said_in_each_language() {
    let texts = Texts::new().unwrap();
    for language in Language::ALL {
        let t = texts.locale(language);
        for bits in 0..128 {
            let days = Days::from_bits(bits);
            assert_eq!(t.read_days(&t.days(days)), Some(days), "{}", t.days(days));
        }
        assert_eq!(t.read_days("mon, wed and fridays"), Some(Days::NONE.with(Weekday::Mon).with(Weekday::Wed).with(Weekday::Fri)));
    }
    let german = texts.locale(Language::German);
    assert_eq!(german.read_days("Montag, Donnerstag"), Some(Days::NONE.with(Weekday::Mon).with(Weekday::Thu)));
    assert_eq!((german.read_days("irgendwann"), german.read_days("")), (None, None));
}
