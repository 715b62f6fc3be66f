//! Texts that mean harm: no ping, no broken block, no forged link or heading, and every card within Discord's limits.

use std::fmt::Write as _;
use std::sync::LazyLock;

use loopback_discord::{Channel, Message, Person, Response};
use mockingbird::app::{Asked, Board, Coverage, Covered, Graded, Standing, Study};
use mockingbird::bank::{Bank, Concept, Question, Source, SourceFile};
use mockingbird::discord::views;
use mockingbird::locale::{Language, Locale, Texts};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::bot::Stage;
use crate::support::report;

/// Texts in families, and floods of one text repeated.
#[derive(Deserialize)]
struct Hostile {
    family: Vec<Family>,
    flood: Vec<Flood>,
}

#[derive(Deserialize)]
struct Family {
    name: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct Flood {
    text: String,
    times: usize,
}

/// Every case with the name of its family.
pub(super) fn hostile() -> Vec<(String, String)> {
    let hostile: Hostile = toml::from_str(include_str!("hostile.toml")).unwrap();
    let said = |text: &str| text.replace("{s}", "sings at night");
    let said_by = |Family { name, texts }: Family| texts.into_iter().map(move |text| (name.clone(), said(&text)));
    let families = hostile.family.into_iter().flat_map(said_by);
    let floods = hostile.flood.iter().map(|it| ("floods".to_owned(), said(&it.text).repeat(it.times)));
    families.chain(floods).collect()
}

/// As much of a text as a field takes.
fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
}

/// What a card says, with a dot for each mark that a backslash turns into a letter.
pub(super) fn bare(embeds: &[Value]) -> String {
    let mut bare = String::new();
    for embed in embeds {
        let fields = embed["fields"].as_array().cloned().unwrap_or_default();
        let texts = [&embed["title"], &embed["description"], &embed["footer"]["text"]];
        let texts = texts.into_iter().chain(fields.iter().flat_map(|field| [&field["name"], &field["value"]]));
        for text in texts.filter_map(Value::as_str) {
            let mut letters = text.chars();
            while let Some(c) = letters.next() {
                if c == '\\' {
                    letters.next();
                    bare.push('·');
                } else {
                    bare.push(c);
                }
            }
            bare.push_str("\n\n");
        }
    }
    bare
}

/// The card that came, on which nothing may be forged.
fn harmless(response: Response, text: &str) -> Option<Message> {
    let card = match response {
        Response::Shown(card) | Response::Updated(card) => card,
        Response::Modal(_) | Response::Choices(_) => return None,
        other => panic!("{text:?} was answered by {other:?}"),
    };
    forges_nothing(&bare(card.embeds()), text);
    Some(card)
}

/// Fails where a card, as [`bare`] has it, does more than show letters.
pub(super) fn forges_nothing(bare: &str, text: &str) {
    // What the tests' bank has itself, where a text happens to name it: a link and a block of code.
    let bare = bare.replace("<https://en.wikipedia.org/wiki/Mockingbird>", "");
    let bare = bare.replace("```\nwing = flipper(bones=\"solid\")\n```", "");
    for forged in [
        "@everyone",
        "@here",
        "<@",
        "<#",
        "<t:",
        "<:",
        "<a:",
        "</",
        "<id:",
        "](",
        "\n# ",
        "\n-# ",
        "\n>>> ",
        "```",
        "||",
        "https://",
        "http://",
        "HTTPS://",
        "discord://",
        "steam://",
        "file://",
        "\u{202E}",
        "\u{202D}",
        "\u{2066}",
        "\u{0}",
        "\u{1b}",
        "\u{7}",
    ] {
        assert!(!bare.contains(forged), "{text:?} forges {forged:?}: {bare:?}");
    }
}

/// Every option of every command that takes free text: command, option, and how much it takes.
fn free_options(stage: &Stage) -> Vec<(String, String, usize)> {
    let commands = stage.discord.commands(None);
    let options = commands.iter().flat_map(|command| {
        let options = command["options"].as_array().cloned().unwrap_or_default();
        options.into_iter().map(|option| (command["name"].clone(), option))
    });
    let free = options.filter(|(_, option)| option["type"] == 3 && option["choices"].as_array().is_none_or(Vec::is_empty));
    let name = |value: &Value| value.as_str().unwrap().to_owned();
    free.map(|(command, option)| {
        let most = option["max_length"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(6000);
        (name(&command), name(&option["name"]), most)
    })
    .collect()
}

/// Somebody who types what means harm, in a channel of their own, so that several can be at it.
struct Typist<'s> {
    stage: &'s Stage,
    channel: Channel,
    who: Person,
    /// Who asks for cards that everybody sees.
    other: Person,
    options: Vec<(String, String, usize)>,
    question: Option<Message>,
    filled: usize,
}

impl<'s> Typist<'s> {
    fn new(stage: &'s Stage, n: usize) -> Self {
        let [who, other] = ["typist", "other"].map(|name| stage.discord.person(&format!("{name}{n}")));
        who.joins(&stage.guild);
        other.joins(&stage.guild);
        let (channel, options) = (stage.guild.channel(&format!("channel-{n}")), free_options(stage));
        Self { stage, channel, who, other, options, question: None, filled: 0 }
    }

    /// Types a text wherever there is a field.
    async fn types(&mut self, text: &str) {
        let Self { stage, channel, who, other, .. } = &*self;
        let mut filled = 1;
        let nick = cut(text.trim(), 32);
        if !nick.is_empty() {
            who.set_nick(&stage.guild, &nick);
            filled += 1;
        }
        for (command, option, most) in &self.options {
            let typed = cut(text, *most);
            if !typed.is_empty() {
                harmless(other.types_command(channel, command, json!({ option: typed })).response().await, text);
                filled += 1;
            }
        }
        let asked = match &self.question {
            Some(asked) => asked.clone(),
            None => self.first_question(text).await,
        };
        let verdict = self.fill(&asked, "Answer", text).await.unwrap();
        if verdict.button("Follow-up").is_some() {
            self.fill(&verdict, "Follow-up", text).await;
            filled += 1;
        }
        // The name on a board, and on a summary for everybody.
        harmless(who.types_command(channel, "leaderboard", json!({})).response().await, text);
        let shown = who.looks_at(&verdict).unwrap();
        let question = if shown.button("Next").is_some() {
            harmless(who.presses(&shown, "Next").response().await, text)
        } else if shown.button("See the report").is_some() {
            let report = harmless(who.presses(&shown, "See the report").response().await, text).unwrap();
            harmless(who.presses(&report, "Share the summary").response().await, text);
            None
        } else {
            // Nothing to grade in it: the question is still there.
            who.looks_at(&asked).filter(|card| card.button("Answer").is_some())
        };
        self.question = question;
        self.filled += filled;
    }

    /// Fills whatever a modal asks for.
    async fn fill(&self, card: &Message, button: &str, text: &str) -> Option<Message> {
        let modal = self.who.presses(card, button).response().await.modal();
        let fields: serde_json::Map<String, Value> =
            modal.inputs().iter().map(|input| (input.custom_id.clone(), json!(cut(text, usize::try_from(input.max).unwrap())))).collect();
        // As Discord's own program would refuse some of them, which another program need not.
        harmless(self.who.forges_submit(&modal, fields.into()).response().await, text)
    }

    /// The first question of a new interview.
    async fn first_question(&self, text: &str) -> Message {
        let command = self.who.types_command(&self.channel, "interview", json!({ "topic": "mockingbird", "questions": 10 }));
        let mut opening = harmless(command.response().await, text).unwrap();
        if opening.button("Start over").is_some() {
            opening = harmless(self.who.presses(&opening, "Start over").response().await, text).unwrap();
        }
        harmless(self.who.presses(&opening, "Begin").response().await, text).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_hostile_texts_in_every_field_are_shown_as_letters() {
    let stage = Stage::new().await;
    let cases = hostile();
    assert!(cases.len() >= 300);
    let mut typists = [0, 1, 2, 3].map(|n| Typist::new(&stage, n));
    assert!(typists[0].options.len() >= 2);
    for some in cases.chunks(80) {
        let mut parts = some.chunks(20).map(|part| part.iter().map(|(_, text)| text));
        let mut work = typists.iter_mut().map(|typist| {
            let texts = parts.next().into_iter().flatten();
            async move {
                for text in texts {
                    typist.types(text).await;
                }
            }
        });
        let [a, b, c, d] = std::array::from_fn(|_| work.next().unwrap());
        tokio::join!(a, b, c, d);
        stage.is_clean();
        stage.discord.forget();
        assert!(!stage.log().contains("WARN") && !stage.log().contains("ERROR"), "{some:?}: {}", stage.log());
    }
    report(&format!("hostile texts: {} in {} fields", cases.len(), typists.iter().map(|typist| typist.filled).sum::<usize>()));
}

/// An attempt of nobody.
const ATTEMPT: &str = "0198c0de00007000800000000000abcd";

/// Every limit of a message, measured in UTF-16 units.
pub(super) fn within_limits(message: &Value) -> Result<(), TestCaseError> {
    let units = |value: &Value| value.as_str().unwrap_or_default().encode_utf16().count();
    let mut all = 0;
    for embed in message["embeds"].as_array().into_iter().flatten() {
        prop_assert!(units(&embed["title"]) <= 256 && units(&embed["description"]) <= 4096 && units(&embed["footer"]["text"]) <= 2048);
        prop_assert!(units(&embed["title"]) > 0);
        all += units(&embed["title"]) + units(&embed["description"]) + units(&embed["footer"]["text"]);
    }
    prop_assert!(all <= 6000, "{all} characters in all");
    let mut ids = Vec::new();
    for row in message["components"].as_array().into_iter().flatten() {
        let buttons = row["components"].as_array().cloned().unwrap_or_default();
        prop_assert!((1..=5).contains(&buttons.len()));
        for button in buttons {
            prop_assert!(units(&button["label"]) > 0 && units(&button["label"]) <= 80 && units(&button["custom_id"]) <= 100);
            prop_assert!(!ids.contains(&button["custom_id"]));
            ids.push(button["custom_id"].clone());
        }
    }
    Ok(())
}

/// The built-in bank, loaded once for all cases.
static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::load(&Source::builtin()).unwrap());

/// A bank in which every text is far longer than any card, and full of marks.
pub(super) fn enormous() -> Bank {
    let long = |words: usize| "`code` ```x``` **bold** __dunder__ @everyone 🙂 ".repeat(words);
    let mut concept = format!(
        "id = 'enormous'\nnumber = 1\ntitle = '{0}'\nlevel = 'senior'\n[card]\nwhat = '{0}'\nwhy = '{0}'\n[[questions]]\nid = '{1}'\nkind = 'debug'\n\
         level = 'senior'\nminutes = 60\nprompt = '{0}'\ncode = '{0}'\nanswer = '{0}'\n",
        long(200),
        "q".repeat(40)
    );
    for point in 0..40 {
        let text = long(20);
        let _ = write!(
            concept,
            "[[questions.points]]\nid = '{0}{point:02}'\nsays = '{text}'\nhint = '{text}'\naccept = ['w{point}']\n",
            "p".repeat(38)
        );
        let _ = write!(concept, "[questions.points.follow_up]\nprompt = '{text}'\naccept = ['w{point}']\n");
    }
    for mistake in 0..20 {
        let _ = write!(
            concept,
            "[[questions.mistakes]]\nid = 'm{mistake}'\nsays = 'x'\ncorrection = '{}'\naccept = ['z{mistake}']\n",
            long(20)
        );
    }
    let subject = "title = 'T'\nlanguage = 'en'\nlicence = 'CC0-1.0'\n".to_owned();
    let file = |path: &str, text: String| SourceFile { path: path.into(), shown: path.into(), text };
    Bank::load(&Source { files: vec![file("s/1.toml", concept), file("s/subject.toml", subject)] }).unwrap()
}

#[test]
fn cards_of_an_enormous_bank_stay_within_discords_limits() {
    let bank = enormous();
    let (concept, question) = bank.questions().next().unwrap();
    let texts = Texts::new().unwrap();
    for t in Language::ALL.map(|language| texts.locale(language)) {
        cards_stay_within_limits(t, concept, question);
    }
}

fn cards_stay_within_limits(t: Locale<'_>, concept: &Concept, question: &Question) {
    let interview = "0198c0de00007000800000000000abcd".parse().unwrap();
    let all: Vec<&str> = question.points.iter().map(|point| point.hint.as_str()).collect();
    for hints in [0, 20, 40] {
        let (hints, alone, deadline) = (all[..hints].to_vec(), hints > 0, chrono::DateTime::from_timestamp(253_402_300_799, 0));
        let asked = Asked { round: 9, of: 10, concept, question, hints, alone, deadline };
        within_limits(&serde_json::to_value(views::question(t, interview, &asked).with_notice("x".repeat(300)).message()).unwrap())
            .unwrap();
    }
    for words in [0, 20, 40] {
        let answer = (0..words).map(|n| format!("w{n} and z{n}.")).collect::<Vec<_>>().join(" ");
        let verdict = question.rubric().grade(&answer);
        let total = verdict.score;
        let (alone, rests) = (words > 0, words > 0);
        let attempt = ATTEMPT.parse().unwrap();
        let graded = Graded { attempt, round: 8, of: 10, question, answer, verdict, followed: Vec::new(), total, alone, rests, late: true };
        within_limits(&serde_json::to_value(views::verdict(t, interview, &graded).message()).unwrap()).unwrap();
    }
    within_limits(&serde_json::to_value(views::model_answer(t, question).message()).unwrap()).unwrap();
    let related = vec![concept; 9];
    let study = Study { key: (&question.key).into(), concept, before: Some(concept), after: Some(concept), related };
    let covered = Covered { questions: usize::MAX, asked: 1, known: 1 };
    let coverage = Coverage { concepts: vec![(concept.title.as_str(), concept, covered); 1] };
    for page in 0..9 {
        within_limits(&serde_json::to_value(views::study(t, &study, page).message()).unwrap()).unwrap();
        within_limits(&serde_json::to_value(views::topics(t, &coverage, page).message()).unwrap()).unwrap();
    }
    let several = vec![((&question.key).into(), concept); 1];
    within_limits(&serde_json::to_value(views::which_concept(t, &concept.title, &several).message()).unwrap()).unwrap();
}

#[test]
fn every_page_of_every_study_card_is_within_discords_limits() {
    let texts = Texts::new().unwrap();
    let t = texts.locale(Language::English);
    for subject in &BANK.subjects {
        for concept in &subject.concepts {
            let key = (&concept.questions[0].key).into();
            let study = Study { key, concept, before: None, after: None, related: Vec::new() };
            for page in 0..12 {
                let message = serde_json::to_value(views::study(t, &study, page).message()).unwrap();
                within_limits(&message).unwrap();
                let body = message["embeds"][0]["description"].as_str().unwrap();
                assert!(!body.contains('…') || concept.card.what.contains('…'), "{}, page {page} is cut: {body}", concept.id);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_card_stays_within_discords_limits(answer in "\\PC{0,4000}", repeat in 1..40_usize, name in "\\PC{0,100}") {
        let interview = "0198c0de00007000800000000000abcd".parse().unwrap();
        let texts = Texts::new().unwrap();
        let t = texts.locale(if repeat % 2 == 0 { Language::English } else { Language::German });
        // Every question comes up two or three times, with as much as a modal takes.
        for (_, question) in BANK.questions().skip(repeat % 6).step_by(6) {
            let answer = cut(&format!("{} {answer}", question.answer.repeat(repeat)), 4000);
            let verdict = question.rubric().grade(&answer);
            let total = verdict.score;
            let (alone, rests, attempt) = (false, true, ATTEMPT.parse().unwrap());
            let graded = Graded { attempt, round: 0, of: 10, question, answer, verdict, followed: Vec::new(), total, alone, rests, late: true };
            within_limits(&serde_json::to_value(views::verdict(t, interview, &graded).message()).unwrap())?;
            within_limits(&serde_json::to_value(views::model_answer(t, question).message()).unwrap())?;
        }
        let report = mockingbird::interview::Report::new(&[mockingbird::interview::RoundResult {
            concept: "s/c".parse().unwrap(), late: true, title: name.repeat(50), score: Some(mockingbird::grade::Score::FULL), missed: vec![answer.clone(); 9],
        }]);
        within_limits(&serde_json::to_value(views::shared(t, &name, &report).message()).unwrap())?;
        within_limits(&serde_json::to_value(views::report(t, interview, &report, &[], true).message()).unwrap())?;
        let value = mockingbird::app::Value::Points(i64::MAX);
        let line = Standing { rank: 1, name: name.repeat(9), value, questions: i64::MAX, answers: i64::MAX, is_you: true };
        let board = Board { lines: vec![line.clone(); 10], around_you: vec![line; 3], topic: Some(name.repeat(9)), ..Board::default() };
        within_limits(&serde_json::to_value(views::leaderboard(t, &board).message()).unwrap())?;
    }
}
