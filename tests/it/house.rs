//! The rules of the house, read off the source tree: which room may know what, and how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the ground up; each may use those before it.
const ROOMS: [&str; 20] = [
    "find",
    "text",
    "rubric",
    "grade",
    "bank",
    "evaluate",
    "review",
    "interview",
    "board",
    "schedule",
    "locale",
    "picture",
    "clock",
    "config",
    "monitor",
    "store",
    "app",
    "discord",
    "terminal",
    "cli",
];
/// Rooms that know no SQL, no Discord, no tokio, no clock, no environment and no chance of their own.
const PURE: [&str; 12] =
    ["find", "text", "rubric", "grade", "bank", "review", "interview", "board", "schedule", "evaluate", "locale", "picture"];

fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    assert!(!found.is_empty(), "no file under {folder}");
    found
}

/// The room that a file of `src` belongs to.
fn room(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    below.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The code of a file without comments and without its unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    for (path, text) in rust_files("src") {
        let here = room(&path);
        let Some(floor) = ROOMS.iter().position(|room| *room == here) else { continue };
        for above in &ROOMS[floor + 1..] {
            for mention in [format!("crate::{above}::"), format!("crate::{above};"), format!("super::super::{above}")] {
                assert!(!code(&text).contains(&mention), "{} mentions {mention}", path.display());
            }
        }
    }
}

#[test]
fn the_pure_rooms_know_nothing_of_the_world() {
    let worldly = ["sqlx", "serenity", "tokio", "Utc::now", "Instant::now", "SystemTime", "std::env", "rand::random", "rand::rng()"];
    for (path, text) in rust_files("src").into_iter().filter(|(path, _)| PURE.contains(&room(path).as_str())) {
        for word in worldly {
            assert!(!code(&text).contains(word), "{} mentions {word}", path.display());
        }
    }
}

#[test]
fn sql_stands_in_the_store_alone_and_time_is_asked_of_the_clock() {
    for (path, text) in rust_files("src") {
        let (code, here) = (code(&text), room(&path));
        if here != "store" {
            for word in ["\"select ", "\"insert ", "\"update ", "\"delete ", "sqlx::query"] {
                assert!(!code.contains(word), "{} holds SQL: {word}", path.display());
            }
        }
        if here != "clock" {
            for word in ["Utc::now", "Local::now", "SystemTime::now", "time::sleep", "time::interval"] {
                assert!(!code.contains(word), "{} asks for the time: {word}", path.display());
            }
        }
    }
}

#[test]
fn a_file_is_read_in_one_sitting_and_says_what_it_is() {
    for (path, text) in ["src", "tests"].into_iter().flat_map(rust_files) {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//!"), "{} does not open with what it is", path.display());
    }
}
