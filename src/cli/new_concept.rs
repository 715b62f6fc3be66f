//! `mockingbird new-concept`: a commented skeleton to fill in, in a bank that has a place for it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::Failure;
use crate::bank::{Source, is_slug};

/// Where a bank is begun that nobody has named.
const FOLDER: &str = "questions";
const SKELETON: &str = include_str!("skeleton.toml");
const SUBJECT: &str = "title = \"My subject\"\nlanguage = \"en\"                 # decides the stemmer\nlicence = \"CC-BY-4.0\"\n";

#[derive(Debug, Args)]
#[command(after_help = "The file goes into the bank of --questions DIR, `questions` if none is named; a bank that is not there is begun.")]
pub(super) struct Arguments {
    /// Id of the concept: lower-case letters, digits and hyphens
    slug: String,
    /// Folder of the subject [default: the bank's only subject; `general` in a new bank]
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
}

pub(super) fn run(arguments: &Arguments, questions: Option<&Path>) -> Result<ExitCode, Failure> {
    let root = questions.unwrap_or(Path::new(FOLDER));
    for name in std::iter::once(&arguments.slug).chain(&arguments.subject) {
        if !is_slug(name) {
            let rule = "lower-case letters, digits and single hyphens, 40 at the most";
            return Err(Failure::Usage(format!("`{name}` cannot be an id: write {rule}, such as `weak-references`")));
        }
    }
    let subject = root.join(subject(arguments, root)?);
    let (number, taken) = numbers(&subject, &arguments.slug)?;
    if let Some(path) = taken {
        return Err(Failure::Usage(format!("the concept `{}` is already in {}", arguments.slug, path.display())));
    }
    fs::create_dir_all(&subject)?;
    let mut out = anstream::stdout();
    let head = subject.join("subject.toml");
    if !head.exists() {
        write_new(&head, SUBJECT)?;
        writeln!(out, "{}: the subject's title, language and licence", head.display())?;
    }
    let path = subject.join(format!("{number}-{}.toml", arguments.slug));
    write_new(&path, &skeleton(&arguments.slug, number))?;
    writeln!(out, "{}: your concept, to be filled in", path.display())?;
    writeln!(out, "Try it as you go: mockingbird check {}", root.display())?;
    Ok(ExitCode::SUCCESS)
}

/// The subject's folder: the one that was named, or the only one there is.
fn subject(arguments: &Arguments, root: &Path) -> Result<String, Failure> {
    if let Some(subject) = &arguments.subject {
        return Ok(subject.clone());
    }
    if !root.exists() {
        return Ok("general".into());
    }
    let files = Source::folder(root).map_or_else(|_| Vec::new(), |source| source.files);
    let mut subjects = files.iter().filter_map(|file| file.path.strip_suffix("/subject.toml").map(str::to_owned));
    match (subjects.next(), subjects.next()) {
        (None, _) => Ok("general".into()),
        (Some(only), None) => Ok(only),
        (Some(first), Some(second)) => {
            Err(Failure::Usage(format!("{} has several subjects; choose one with --subject, such as {first} or {second}", root.display())))
        }
    }
}

/// The next free number in a subject's folder, and the file that has the concept already.
fn numbers(subject: &Path, slug: &str) -> Result<(u32, Option<PathBuf>), Failure> {
    let mut highest = 0_u32;
    let mut taken = None;
    let entries = match fs::read_dir(subject) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((1, None)),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        highest = highest.max(name[..digits].parse().unwrap_or(0));
        if path.extension().is_some_and(|extension| extension == "toml") && name[digits..].trim_start_matches('-') == slug {
            taken = Some(path);
        }
    }
    Ok((highest.saturating_add(1), taken))
}

/// Never over a file that is there.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn skeleton(slug: &str, number: u32) -> String {
    let mut title = slug.replace('-', " ");
    title[..1].make_ascii_uppercase();
    SKELETON.replace("@ID@", slug).replace("@NUMBER@", &number.to_string()).replace("@TITLE@", &title)
}
