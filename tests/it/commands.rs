//! The real binary, as a person would use it.

use std::fs;

use crate::support::{Binary, bank_folder, finish};

#[test]
fn a_piped_interview_is_graded_and_kept() {
    let binary = Binary::new();
    let ran =
        binary.run(&["practice", "--topic", "mockingbird", "--count", "1", "--seed", "1"], b"It copies other birds\nall day long\n.\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    insta::assert_snapshot!("practice", ran.out);
    let scores = binary.run(&["scores"], b"");
    insta::assert_snapshot!("scores", scores.out);
    assert!(binary.run(&["scores", "--player", "bob"], b"").out.contains("No scores for bob yet"));
}

#[test]
fn hints_skips_empty_answers_and_a_follow_up_read_like_a_talk() {
    let binary = Binary::new();
    let talk = "hint\nhint\nhint\nIt copies\u{7} other – \u{202E}birds.\n.\nno, it cannot\n.\n.\n.\n";
    let ran = binary.run(&["practice", "--count", "2", "--seed", "3"], talk.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    insta::assert_snapshot!("talk", ran.out);
}

#[test]
fn quitting_reports_what_was_answered() {
    let binary = Binary::new();
    let ran = binary.run(&["practice", "--count", "2", "--seed", "3"], b"It imitates birds and sings at night.\n.\nquit\n");
    assert!(ran.out.contains("1 of 1 answered") && ran.out.contains("100 %"), "{}", ran.out);
    let nothing = binary.run(&["practice"], b"quit\n");
    assert!(nothing.code == 0 && nothing.out.contains("Nothing was answered this time"), "{}", nothing.out);
}

#[test]
fn hostile_input_is_graded_like_any_other() {
    let binary = Binary::new();
    let flood = "It swims. ".repeat(10_000);
    for answer in [&b"\xff\xfe swims \x1b[31m\x00"[..], flood.as_bytes(), "يسبح البطريق 🐧 swims".as_bytes()] {
        let ran = binary.run(&["practice", "--topic", "penguin", "--count", "1"], answer);
        assert!(ran.code == 0 && ran.out.contains("55 %"), "{ran:?}");
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{0}'), "control characters reach the terminal");
    }
}

#[test]
fn grade_prints_a_verdict_and_json() {
    let binary = Binary::new();
    let ran = binary.run(&["grade", "penguin/wings", "Flippers, but no flight"], b"");
    assert!(ran.code == 0 && ran.out.contains("“no flight”"), "{ran:?}");
    let json = binary.run(&["grade", "--json", "penguin/wings", "-"], b"It cannot fly");
    let object: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(object["points"][1], serde_json::json!({ "id": "no-flight", "credit": 1.0, "evidence": [[10, 13]] }));
    let lines = binary.run(&["grade", "--jsonl"], b"{\"question\":\"penguin/wings\",\"answer\":\"swims\",\"id\":7}\n?\n");
    assert!(lines.code == 1 && lines.out.lines().count() == 2 && lines.out.contains("\"id\":7"), "{lines:?}");
}

#[test]
fn an_unknown_question_or_topic_gets_the_nearest() {
    let binary = Binary::new();
    let ran = binary.run(&["grade", "penguin/wing", "x"], b"");
    assert!(ran.code == 2 && ran.err.contains("did you mean `penguin/wings`?"), "{ran:?}");
    let ran = binary.run(&["practice", "--topic", "pengiun"], b"");
    assert!(ran.code == 2 && ran.err.contains("did you mean `penguin`?"), "{ran:?}");
}

#[test]
fn check_shows_every_fault_at_its_place() {
    let binary = Binary::new();
    let bank = binary.home().join("bank");
    let subject = bank.join("birds");
    fs::create_dir_all(&subject).unwrap();
    for name in ["subject.toml", "01-mockingbird.toml", "02-penguin.toml"] {
        fs::copy(bank_folder().join("birds").join(name), subject.join(name)).unwrap();
    }
    let broken = subject.join("02-penguin.toml");
    let text = fs::read_to_string(&broken).unwrap();
    let text =
        text.replace("minutes = 3", "minutse = 3").replace("id = \"no-flight\"", "id = \"swim\"").replace("'not: fly'", "'not: (fly'");
    fs::write(&broken, text.replace("[\"mockingbird\"]", "[\"mockingbrid\"]")).unwrap();
    let ran = finish(binary.command(&["check", "bank"]).current_dir(binary.home()), b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    insta::assert_snapshot!("faults", ran.out);
    let refused = finish(binary.command(&["practice", "--questions", "bank"]).current_dir(binary.home()), b"");
    assert!(refused.code == 2 && refused.err.contains("5 faults; `mockingbird check bank` shows where"), "{refused:?}");
}

#[test]
fn check_grades_model_answers_and_samples() {
    let binary = Binary::new();
    let subject = binary.home().join("bank/birds");
    fs::create_dir_all(&subject).unwrap();
    fs::copy(bank_folder().join("birds/subject.toml"), subject.join("subject.toml")).unwrap();
    let text = fs::read_to_string(bank_folder().join("birds/02-penguin.toml")).unwrap();
    let text = text.replace("see_also = [\"mockingbird\"]", "").replace("In return it cannot fly.", "").replace("[0.5, 0.6]", "[0.6, 0.7]");
    fs::write(subject.join("02-penguin.toml"), text).unwrap();
    let ran = finish(binary.command(&["check", "bank"]).current_dir(binary.home()), b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    insta::assert_snapshot!("samples", ran.out);
}

#[test]
fn a_folder_without_a_bank_says_what_a_bank_is() {
    let binary = Binary::new();
    fs::create_dir(binary.home().join("empty")).unwrap();
    for (folder, part) in [("empty", "holds no question bank"), ("missing", "cannot read missing")] {
        let ran = finish(binary.command(&["check", folder]).current_dir(binary.home()), b"");
        assert!(ran.code == 2 && ran.err.contains(part), "{ran:?}");
    }
}

#[test]
fn a_database_that_cannot_be_used_says_why_and_what_to_do() {
    let binary = Binary::new();
    fs::create_dir_all(binary.home().join("data")).unwrap();
    fs::write(binary.database(), "this is a letter, not a database. ".repeat(100)).unwrap();
    let ran = binary.run(&["practice"], b"");
    assert!(ran.code == 2 && ran.err.contains("not a database") && ran.err.contains("DATABASE_URL"), "{ran:?}");
    let mut command = binary.command(&["practice"]);
    let ran = finish(command.env("DATABASE_URL", "sqlite:/proc/nowhere/scores.db"), b"");
    assert!(ran.code == 2 && ran.err.contains("cannot make the folder"), "{ran:?}");
}

#[test]
fn a_command_about_what_is_stored_makes_no_database_where_there_is_none() {
    let binary = Binary::new();
    let copy = format!("sqlite:{}", binary.home().join("copy.db").display());
    let commands: [&[&str]; 10] = [
        &["verify"],
        &["scores"],
        &["progress"],
        &["anki"],
        &["stats", "questions"],
        &["export"],
        &["delete", "--player", "ada"],
        &["tend"],
        &["backup", "file"],
        &["copy-to", &copy],
    ];
    for arguments in commands {
        let ran = binary.run(arguments, b"");
        assert!(ran.code == 2 && ran.out.is_empty(), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("there is no database") && ran.err.contains("DATABASE_URL"), "{arguments:?}: {ran:?}");
        assert!(!binary.database().exists() && !binary.home().join("copy.db").exists(), "{arguments:?} made one");
    }
    assert_eq!(binary.run(&["practice", "--topic", "penguin", "--count", "1"], b"It swims.").code, 0);
    assert_eq!(binary.run(&["verify"], b"").code, 0);
}

#[test]
fn a_disk_that_is_full_loses_nothing_that_was_stored() {
    let binary = Binary::new();
    assert_eq!(binary.run(&["practice", "--topic", "penguin", "--count", "1"], b"It swims.").code, 0);
    // No file may grow: what a full disk looks like to the database.
    let folder = bank_folder();
    let script = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" practice --topic mockingbird --questions '{}'", folder.display());
    let mut command = binary.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).arg(command.get_program()).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    shell.stderr(std::process::Stdio::piped()).env_clear().envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let ran = finish(&mut shell, b"It imitates birds.\n");
    assert!(ran.code == 2 && ran.err.contains("disk"), "{ran:?}");
    command = binary.command(&["scores"]);
    let scores = finish(command.args(["--questions", folder.to_str().unwrap()]), b"");
    assert!(scores.out.contains("penguin/wings") && scores.out.contains("1 question,"), "{scores:?}");
}

#[test]
fn settings_that_are_not_there_are_refused_and_the_help_teaches() {
    let binary = Binary::new();
    fs::write(binary.home().join("bad.toml"), "databse = 1\n").unwrap();
    let ran = binary.run(&["topics", "--config", binary.home().join("bad.toml").to_str().unwrap()], b"");
    assert!(ran.code == 2 && ran.err.contains("unknown field `databse`") && ran.err.contains("config.example.toml"), "{ran:?}");
    assert!(binary.run(&["--help"], b"").out.contains("mockingbird practice --topic slots"));
    assert!(binary.run(&["completions", "bash"], b"").out.contains("_mockingbird"));
    assert!(binary.run(&["--version"], b"").out.starts_with("mockingbird 0."));
    insta::assert_snapshot!("topics", binary.run(&["topics"], b"").out);
}

#[test]
fn a_new_concept_begins_a_bank_that_has_no_fault() {
    let binary = Binary::new();
    let new = |arguments: &[&str]| finish(binary.command(&[&["new-concept"], arguments].concat()).current_dir(binary.home()), b"");
    let first = new(&["weak-references"]);
    assert!(first.code == 0 && first.out.contains("questions/general/1-weak-references.toml"), "{first:?}");
    let checked = finish(binary.command(&["check", "questions"]).current_dir(binary.home()), b"");
    assert!(checked.code == 0 && checked.out.contains("no fault in 1 concept, 1 question"), "{checked:?}");
    let second = new(&["slots", "--questions", "questions"]);
    assert!(second.code == 0 && second.out.contains("general/2-slots.toml"), "{second:?}");
    for (refused, why) in [(&["slots"][..], "already in questions/general/2-slots.toml"), (&["Weak Refs"], "lower-case letters")] {
        let ran = new(refused);
        assert!(ran.code == 2 && ran.err.contains(why), "{ran:?}");
    }
    fs::create_dir(binary.home().join("questions/other")).unwrap();
    fs::write(binary.home().join("questions/other/subject.toml"), "title = 'Other'\n").unwrap();
    let several = new(&["third"]);
    assert!(several.code == 2 && several.err.contains("choose one with --subject"), "{several:?}");
}

/// Answers to a question of the bank for tests, with marks that people might have given.
const MARKED: &str = r#"{"question":"penguin/wings","answer":"It swims with them, and it cannot fly.","mark":10,"max":10}
{"question":"penguin/wings","answer":"They propel it under water.","mark":5,"max":10}
{"question":"penguin/wings","answer":"They propel it through the sea, no flight.","mark":10,"max":10}
{"question":"penguin/wings","answer":"Something that propels.","mark":6,"max":10}
{"question":"penguin/wings","answer":"It propels itself below the ice, flightless.","mark":9,"max":10}
{"question":"penguin/wings","answer":"They are warm and nice to look at.","mark":0,"max":10}
{"question":"penguin/wings","answer":"No idea, sorry.","mark":0,"max":10}
{"question":"penguin/wings","answer":"It flies to the moon.","mark":0,"max":10}
"#;

#[test]
fn evaluate_shows_agreement_and_the_worst_disagreements() {
    let binary = Binary::new();
    fs::write(binary.home().join("marked.jsonl"), MARKED).unwrap();
    let marked = binary.home().join("marked.jsonl");
    let ran = binary.run(&["evaluate", marked.to_str().unwrap(), "--worst", "2", "--phrases"], b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    insta::assert_snapshot!("evaluate", ran.out);
    let json = binary.run(&["evaluate", marked.to_str().unwrap(), "--json"], b"");
    let object: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(object["overall"]["n"], 8, "{object}");
    let bad = binary.run(
        &["evaluate", "-"],
        format!("{MARKED}{{\"question\":\"penguin/beak\",\"answer\":\"\",\"mark\":1,\"max\":10}}\nnonsense\n").as_bytes(),
    );
    assert!(bad.code == 1 && bad.out.matches("\"error\"").count() == 2, "{bad:?}");
}

#[test]
fn suggest_proposes_what_good_answers_share_as_toml() {
    let binary = Binary::new();
    let mut marked = MARKED.to_owned();
    for place in ["the sea", "the deep", "cold water", "a lagoon", "the surf", "the ice", "a river", "the bay"] {
        for (answer, mark) in [("The wings propel it through", 7), ("They look nice in", 0)] {
            let line = serde_json::json!({ "question": "penguin/wings", "answer": format!("{answer} {place}."), "mark": mark, "max": 10 });
            marked += &line.to_string();
            marked.push('\n');
        }
    }
    let ran = binary.run(&["suggest", "-"], marked.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("propel") && !ran.out.contains("nice"), "{}", ran.out);
    insta::assert_snapshot!("suggest", ran.out);
}
