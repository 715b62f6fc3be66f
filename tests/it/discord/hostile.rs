//! Texts that mean harm: no ping, no broken block, no forged link or heading, and every card within Discord's limits.

use std::fmt::Write as _;
use std::sync::LazyLock;

use mockingbird::app::{Asked, Board, Coverage, Covered, Graded, Standing, Study};
use mockingbird::bank::{Bank, Concept, Question, Source, SourceFile};
use mockingbird::discord::views;
use mockingbird::locale::{Language, Locale, Texts};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::bot::Stage;

const HOSTILE: [&str; 14] = [
    "@everyone @here <@1> <@&2> <#3> sings at night",
    "```\nbroken``` out, sings at night ```",
    "[click](https://example.com) sings at night https://example.com",
    "# sings at night\n## heading",
    "||sings at night|| __under__ **bold** ~~gone~~",
    "> sings at night\n>>> all of it",
    "-# sings at night",
    "<t:1:R> <:emoji:1> </interview:1> sings at night",
    "sings at night \u{202E}thgin\u{202C}",
    "sings at night \u{0}\u{7}\u{1b}[31m",
    "\\@everyone \\` sings at night \\",
    "http://localhost sings at night discord.gg/abc",
    "🏳️‍🌈🏳️‍🌈 sings at night 𝕏𝕐ℤ",
    "sings\u{200B} at \u{FEFF}night",
];

#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_and_names_are_shown_as_letters() {
    let stage = Stage::new().await;
    for text in HOSTILE {
        stage.ada.set_nick(&stage.guild, &text.chars().take(32).collect::<String>());
        stage.ada.reloads();
        let mut opening = stage
            .ada
            .types_command(&stage.channel, "interview", json!({ "topic": "mockingbird", "questions": 1 }))
            .response()
            .await
            .message();
        if opening.button("Start over").is_some() {
            opening = stage.ada.presses(&opening, "Start over").response().await.message();
        }
        let question = stage.ada.presses(&opening, "Begin").response().await.message();
        let verdict = stage.answers(&question, text).await.message();
        let shown: Value = json!(verdict.embeds());
        let body = shown[0]["description"].as_str().unwrap_or_default();
        assert!(body.contains("27 %"), "{text}: {body}");
        // What a backslash protects is only a letter.
        let mut bare = String::new();
        let mut letters = body.chars();
        while let Some(c) = letters.next() {
            if c == '\\' {
                letters.next();
            } else {
                bare.push(c);
            }
        }
        for forged in
            ["@everyone", "@here", "<@", "<#", "<t:", "](http", "\n# ", "\n-# ", "```", "||sings", "https://", "http://", "\u{202E}"]
        {
            assert!(!bare.contains(forged), "{text}: {body}");
        }
        let report = stage.ada.presses(&verdict, "See the report").response().await.message();
        assert!(!stage.ada.presses(&report, "Share the summary").response().await.is_failed());
        assert!(stage.board().await.contains("points"));
    }
    stage.is_clean();
}

/// Every limit of a message, measured in UTF-16 units.
fn within_limits(message: &Value) -> Result<(), TestCaseError> {
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
fn enormous() -> Bank {
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
        let asked = Asked { round: 9, of: 10, concept, question, hints: all[..hints].to_vec(), alone: hints > 0 };
        within_limits(&serde_json::to_value(views::question(t, interview, &asked).with_notice("x".repeat(300)).message()).unwrap())
            .unwrap();
    }
    for words in [0, 20, 40] {
        let answer = (0..words).map(|n| format!("w{n} and z{n}.")).collect::<Vec<_>>().join(" ");
        let verdict = question.rubric().grade(&answer);
        let total = verdict.score;
        let graded = Graded { round: 8, of: 10, question, answer, verdict, followed: Vec::new(), total, alone: words > 0 };
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
        for (_, question) in BANK.questions() {
            let answer = format!("{answer} {}", question.answer.repeat(repeat));
            let verdict = question.rubric().grade(&answer);
            let total = verdict.score;
            let graded = Graded { round: 0, of: 10, question, answer, verdict, followed: Vec::new(), total, alone: false };
            within_limits(&serde_json::to_value(views::verdict(t, interview, &graded).message()).unwrap())?;
            within_limits(&serde_json::to_value(views::model_answer(t, question).message()).unwrap())?;
        }
        let report = mockingbird::interview::Report::new(&[mockingbird::interview::RoundResult {
            concept: "c".into(), title: name.repeat(50), score: Some(mockingbird::grade::Score::FULL), missed: vec![answer.clone(); 9],
        }]);
        within_limits(&serde_json::to_value(views::shared(t, &name, &report).message()).unwrap())?;
        within_limits(&serde_json::to_value(views::report(t, interview, &report, true).message()).unwrap())?;
        let value = mockingbird::app::Value::Points(i64::MAX);
        let line = Standing { rank: 1, name: name.repeat(9), value, questions: i64::MAX, answers: i64::MAX, is_you: true };
        let board = Board { lines: vec![line.clone(); 10], around_you: vec![line; 3], topic: Some(name.repeat(9)), ..Board::default() };
        within_limits(&serde_json::to_value(views::leaderboard(t, &board).message()).unwrap())?;
    }
}
