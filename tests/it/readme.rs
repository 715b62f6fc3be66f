//! What README shows is what happens: its transcripts are made here, from the bank in the binary.
//!
//! `INSTA_UPDATE=always` writes them anew.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use crate::discord::bot::{Stage, Way};
use crate::support::{Binary, finish};

const ANSWER: &str = "You list the attributes up front and there is no per-instance __dict__, so each object is smaller. \
                      Worth it when you have millions of them. But you cannot add new attributes later.";

/// Compares what README shows between two comments with what there is to show.
fn shows(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n```text\n"), format!("\n```\n<!-- end of {name} -->"));
    let (before, rest) = readme.split_once(&open).unwrap_or_else(|| panic!("README has no {name}"));
    let (shown, after) = rest.split_once(&close).unwrap_or_else(|| panic!("README has no end of {name}"));
    let lines: Vec<&str> = actual.trim().lines().map(str::trim_end).collect();
    let actual = lines.join("\n");
    if shown != actual && std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        fs::write(&path, format!("{before}{open}{actual}{close}{after}")).unwrap();
    } else {
        assert_eq!(shown, actual, "{name} in README; write it anew with INSTA_UPDATE=always");
    }
}

#[test]
fn the_transcript_of_a_practice_is_a_real_one() {
    let binary = Binary::new();
    let mut command = binary.command(&["practice", "--topic", "slots/trade", "--count", "1", "--seed", "1"]);
    let ran = finish(&mut command, format!("{ANSWER}\n.\nskip\n").as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    let (manual, interview) = ran.out.split_once("\n\n").unwrap();
    assert!(manual.contains("hint, skip, quit"));
    // A pipe shows no input: what was typed is put where it would stand.
    let (question, verdict) = interview.split_once("\n\n\n").unwrap();
    let typed = textwrap::fill(ANSWER, textwrap::Options::new(80).initial_indent("> ").subsequent_indent("  "));
    shows("practice", &format!("$ mockingbird practice --topic slots/trade --count 1\n{question}\n\n{typed}\n\n{verdict}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_is_a_real_one() {
    let mut stage = Stage::without_bot().await;
    let mut command = stage.command_over(Way::Plain, None);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    stage.runs(command).await;
    let question = stage.first_question(json!({ "topic": "slots/trade", "questions": 1 })).await;
    let verdict = stage.answers(&question, ANSWER).await.message();
    let report = stage.ada.presses(&verdict, "See the report").response().await.message();
    assert!(report.text().contains("Your report"));
    assert!(stage.board().await.contains("Ada"));
    shows("chat", &stage.discord.transcript());
    stage.is_clean();
}

#[test]
fn the_worked_rubric_of_the_handbook_has_no_fault() {
    let handbook = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/README.md")).unwrap();
    let (_, rest) = handbook.split_once("<!-- worked -->\n```toml\n").unwrap();
    let (rubric, _) = rest.split_once("\n```\n<!-- /worked -->").unwrap();
    let binary = Binary::new();
    let subject = binary.home().join("bank/networks");
    fs::create_dir_all(&subject).unwrap();
    fs::write(subject.join("subject.toml"), "title = 'Networks'\nlanguage = 'en'\nlicence = 'CC-BY-4.0'\n").unwrap();
    let head = "id = 'tcp-handshake'\nnumber = 1\ntitle = 'The TCP handshake'\nlevel = 'junior'\n\
                card = { what = 'x', why = 'x', use_cases = ['x'], trade_offs = ['x'] }\n";
    fs::write(subject.join("1-tcp-handshake.toml"), format!("{head}{rubric}\n")).unwrap();
    let ran = finish(binary.command(&["check", "bank"]).current_dir(binary.home()), b"");
    assert!(ran.code == 0 && ran.out.contains("no fault in 1 concept, 1 question, 3 points"), "{ran:?}");
}
