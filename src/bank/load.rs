//! From files to a [`Bank`], or to everything that is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use toml::de::DeTable;

use super::concept::{Written, concept};
use super::fields::{Faults, Fields, Text};
use super::question::{Context, question};
use super::shared::Head;
use super::{Bank, Concept, Fault, Place, Question, Source, Subject};

/// Id of a bank that gives itself none.
const UNNAMED: &str = "local";

impl Bank {
    /// Reads a bank.
    ///
    /// # Errors
    /// Every fault of every file, in order of place.
    pub fn load(source: &Source) -> Result<Self, Vec<Fault>> {
        let mut loader = Loader { source, found: Vec::new() };
        let bank = loader.bank();
        let mut found = loader.found;
        if found.is_empty() {
            return Ok(bank);
        }
        found.sort_by_key(|fault| (fault.place.file, fault.place.span.start));
        Err(found)
    }
}

/// Files that one more thread is worth.
const FILES_A_THREAD: usize = 8;
/// Folder of a subject that holds programs, whatever lies beside them.
const EXAMPLES: &str = "examples";

struct Loader<'s> {
    source: &'s Source,
    found: Vec<Fault>,
}

/// A file of a subject, by its index in the source.
enum Part<'s> {
    /// `slots.toml`
    Concept { file: usize, stem: &'s str },
    /// `slots/inheritance.toml`, a question of the concept in `slots.toml`
    Question { file: usize, of: &'s str },
}

/// What such a file holds, as far as it can be read.
enum Read<'s> {
    Concept { file: usize, stem: &'s str, written: Option<Box<Written>> },
    Question { file: usize, of: &'s str, question: Option<Box<Question>> },
}

impl Loader<'_> {
    fn bank(&mut self) -> Bank {
        let mut bank = Bank { id: UNNAMED.into(), title: "Local bank".into(), subjects: Vec::new() };
        let source = self.source;
        for (index, file) in source.files.iter().enumerate() {
            if file.path == "bank.toml" {
                self.file(index, "a bank", |fields, faults| {
                    let id = fields.id(faults);
                    let title = fields.text("title", faults);
                    if let (Some(id), Some(title)) = (id, title) {
                        bank.id = id.value;
                        bank.title = title.value;
                    }
                });
            }
        }
        for (index, file) in source.files.iter().enumerate() {
            if let Some(folder) = file.path.strip_suffix("/subject.toml")
                && let Some(subject) = self.subject(index, folder, &bank.id)
            {
                bank.subjects.push(subject);
            }
        }
        bank
    }

    fn file<T>(&mut self, index: usize, what: &'static str, read: impl FnOnce(&mut Fields<'_>, &mut Faults<'_>) -> T) -> T {
        let (value, found) = read_file(self.source, index, what, read);
        self.found.extend(found);
        value
    }

    fn fault(&mut self, file: usize, span: std::ops::Range<usize>, message: String, label: &str) -> &mut Fault {
        self.found.push(Fault::new(Place { file, span }, message, label));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn subject(&mut self, index: usize, folder: &str, bank: &str) -> Option<Subject> {
        let head = self.file(index, "a subject", Head::read)?;
        if !super::is_slug(folder) {
            let message = format!("`{folder}` cannot be the name of a subject's folder");
            let help = "lower-case letters, digits and single hyphens, and no folder inside a folder";
            self.fault(index, 0..0, message, "in this folder").help = Some(help.into());
        }
        let shared = Arc::new(head.shared);
        let context = Context { bank, subject: folder, shared: &shared };
        let parts = parts(self.source, folder);
        let mut questions = Vec::new();
        let mut concepts: Vec<(&str, Concept)> = Vec::new();
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let mut links = Vec::new();
        for (read, found) in read_parts(self.source, &parts, &context) {
            self.found.extend(found);
            match read {
                Read::Question { file, of, question } => questions.push((file, of, question)),
                Read::Concept { file, stem, written: Some(written) } => {
                    let Written { concept, see_also, id } = *written;
                    if let Some(other) = ids.insert(concept.id.clone(), self.source.files[file].shown.clone()) {
                        self.fault(file, id.span, format!("the concept `{}` is already in {other}", concept.id), "used twice");
                    }
                    concepts.push((stem, concept));
                    links.extend(see_also.into_iter().map(|link| (file, link)));
                }
                Read::Concept { .. } => {}
            }
        }
        for (file, of, question) in questions {
            self.add_question(&mut concepts, &parts, file, of, question);
        }
        self.check_links(&links, &ids);
        if concepts.is_empty() && self.found.is_empty() {
            self.fault(index, 0..0, format!("the subject `{folder}` has no concept"), "no other TOML file beside this one");
        }
        let mut concepts: Vec<Concept> = concepts.into_iter().map(|(_, concept)| concept).collect();
        concepts.sort_by_key(|concept| concept.number);
        Some(Subject { id: folder.to_owned(), title: head.title, language: shared.language, licence: head.licence, concepts })
    }

    /// Puts a question from a file of its own behind those of its concept.
    fn add_question(
        &mut self,
        concepts: &mut [(&str, Concept)],
        parts: &[Part<'_>],
        file: usize,
        of: &str,
        question: Option<Box<Question>>,
    ) {
        let line = 0..first_line(&self.source.files[file].text);
        let Some((_, concept)) = concepts.iter_mut().find(|(stem, _)| *stem == of) else {
            // A concept that cannot be read has said so itself.
            if !parts.iter().any(|part| matches!(part, Part::Concept { stem, .. } if *stem == of)) {
                let message = format!("there is no concept {of}.toml beside the folder of this question");
                self.fault(file, line, message, "in this file").help =
                    Some(format!("a folder has the name of its concept's file: {of}/ and {of}.toml"));
            }
            return;
        };
        let Some(mut question) = question else { return };
        question.key.concept.clone_from(&concept.id);
        if concept.questions.iter().any(|other| other.key.question == question.key.question) {
            let message = format!("there is already a question `{}` in the concept `{}`", question.key.question, concept.id);
            self.fault(file, line, message, "used twice");
        }
        concept.questions.push(*question);
    }

    fn check_links(&mut self, links: &[(usize, Text)], ids: &BTreeMap<String, String>) {
        for (file, link) in links {
            if !ids.contains_key(&link.value) {
                let place = super::Place { file: *file, span: link.span.clone() };
                let mut fault = Fault::new(place, format!("there is no concept `{}` in this subject", link.value), "unknown concept");
                fault.help = crate::nearest(&link.value, ids.keys().map(String::as_str)).map(|id| format!("did you mean `{id}`?"));
                self.found.push(fault);
            }
        }
    }
}

/// Parses a file and reads its top-level table with `read`; tells what is wrong with it, too.
fn read_file<T>(
    source: &Source,
    index: usize,
    what: &'static str,
    read: impl FnOnce(&mut Fields<'_>, &mut Faults<'_>) -> T,
) -> (T, Vec<Fault>) {
    let text = &source.files[index].text;
    let mut faults = Faults { file: index, text, found: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        faults.add(span, format!("this is not TOML: {}", error.message()), "here");
    }
    let mut fields = Fields::new(table.get_ref(), 0..first_line(text), what);
    let value = read(&mut fields, &mut faults);
    fields.finish(&mut faults);
    (value, faults.found)
}

/// The files of a subject: its concepts, and the questions in folders beside them.
fn parts<'s>(source: &'s Source, folder: &str) -> Vec<Part<'s>> {
    let paths = source.files.iter().enumerate();
    let below = paths.filter_map(|(file, it)| Some((file, it.path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?)));
    below
        .filter_map(|(file, name)| match name.split_once('/') {
            None if name == "subject" => None,
            None => Some(Part::Concept { file, stem: name }),
            Some((of, rest)) => (of != EXAMPLES && !rest.contains('/')).then_some(Part::Question { file, of }),
        })
        .collect()
}

/// Reads files side by side, on as many threads as pay; results are in the files' order.
fn read_parts<'s>(source: &Source, parts: &[Part<'s>], context: &Context<'_>) -> Vec<(Read<'s>, Vec<Fault>)> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(parts.len() / FILES_A_THREAD);
    let work = |parts: &[Part<'s>]| parts.iter().map(|part| read_part(source, part, context)).collect::<Vec<_>>();
    if threads < 2 {
        return work(parts);
    }
    thread::scope(|scope| {
        let running: Vec<_> = parts.chunks(parts.len().div_ceil(threads)).map(|some| scope.spawn(move || work(some))).collect();
        // A worker panics only where reading does, and that is for the caller to hear.
        running.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn read_part<'s>(source: &Source, part: &Part<'s>, context: &Context<'_>) -> (Read<'s>, Vec<Fault>) {
    let mut ids = Vec::new();
    match *part {
        Part::Concept { file, stem } => {
            let read = |fields: &mut Fields<'_>, faults: &mut Faults<'_>| concept(fields, context, source, &mut ids, faults);
            let (written, found) = read_file(source, file, "a concept", read);
            (Read::Concept { file, stem, written: written.map(Box::new) }, found)
        }
        Part::Question { file, of } => {
            let read = |fields: &mut Fields<'_>, faults: &mut Faults<'_>| question(fields, of, context, &mut ids, faults);
            let (question, found) = read_file(source, file, "a question", read);
            (Read::Question { file, of, question: question.map(Box::new) }, found)
        }
    }
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::SourceFile;

    const SUBJECT: &str = "title = 'Things'\nlanguage = 'en'\nlicence = 'CC0-1.0'\n";
    const CONCEPT: &str = "id = 'kettle'\nnumber = 1\ntitle = 'Kettle'\nlevel = 'junior'\n\
        card = { what = 'x', why = 'x', use_cases = ['x'], trade_offs = ['x'] }\n[[questions]]\nid = 'what'\n";
    const QUESTION: &str = "kind = 'explain'\nlevel = 'junior'\nminutes = 1\nprompt = 'What?'\nanswer = 'It boils water.'\n";

    /// Loads `things/` with these files and a point added to each question.
    fn load(files: &[(&str, String)]) -> Result<Bank, Vec<String>> {
        let file = |path: &str, text: String| SourceFile { path: path.into(), shown: path.into(), text };
        let mut source = Source { files: vec![file("things/subject.toml", SUBJECT.into())] };
        for (path, text) in files {
            source.files.push(file(path, text.clone()));
        }
        source.files.sort_by(|a, b| a.path.cmp(&b.path));
        Bank::load(&source).map_err(|faults| faults.into_iter().map(|fault| fault.message).collect())
    }

    fn concept() -> (&'static str, String) {
        let point = "[[questions.points]]\nid = 'boils'\nsays = 'It boils'\naccept = ['boils']\nhint = 'Hot?'\n";
        ("things/1-kettle.toml", format!("{CONCEPT}{QUESTION}{point}"))
    }

    fn question(id: &str) -> String {
        format!("id = '{id}'\n{QUESTION}[[points]]\nid = 'boils'\nsays = 'It boils'\naccept = ['boils']\nhint = 'Hot?'\n")
    }

    #[test]
    fn questions_may_have_files_of_their_own_in_a_folder_beside_their_concept() {
        let bank =
            load(&[concept(), ("things/1-kettle/b.toml", question("whistle")), ("things/1-kettle/a.toml", question("lid"))]).unwrap();
        let keys: Vec<_> = bank.questions().map(|(_, question)| question.key.short()).collect();
        assert_eq!(keys, ["kettle/what", "kettle/lid", "kettle/whistle"]);
    }

    #[test]
    fn a_question_in_a_file_needs_its_concept_and_an_id_of_its_own() {
        let found = load(&[concept(), ("things/2-pan/a.toml", question("lid")), ("things/1-kettle/a.toml", question("what"))]).unwrap_err();
        let twice = "there is already a question `what` in the concept `kettle`";
        assert_eq!(found, [twice, "there is no concept 2-pan.toml beside the folder of this question"]);
    }

    #[test]
    fn many_files_read_side_by_side_keep_their_order_and_their_faults() {
        let mut files = vec![concept()];
        for number in 10..60 {
            let path: &'static str = format!("things/1-kettle/{number}.toml").leak();
            files.push((path, question(&format!("q{number}"))));
        }
        let bank = load(&files).unwrap();
        assert!(
            bank.questions().skip(1).map(|(_, question)| question.key.question.clone()).eq((10..60).map(|number| format!("q{number}")))
        );
        files[7].1.push_str("accept = 1\n");
        files[40].1 = files[40].1.replace("accept = ['boils", "accept = ['<cold> boils");
        let found = load(&files).unwrap_err();
        assert!(
            found[0].starts_with("this is not TOML") && found.last().unwrap().starts_with("there is no synonym set `cold`"),
            "{found:?}"
        );
    }
}
