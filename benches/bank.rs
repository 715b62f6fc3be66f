//! Loading a bank: the one in the binary, and one of thousands of questions.
//!
//! `cargo bench --bench bank`. What is loaded is every file read and every phrase checked; rubrics are compiled when they
//! are first needed, which `compile` times by itself.

use divan::{Bencher, black_box};
use mockingbird::bank::{Bank, Source, SourceFile};

fn main() {
    divan::main();
}

/// The bank in the binary, so many times over, each copy as a subject of its own.
fn copies(of: usize) -> Source {
    let builtin = Source::builtin();
    let mut files = Vec::new();
    for copy in 0..of {
        for file in builtin.files.iter().filter(|file| file.path.contains('/')) {
            let path = file.path.replacen('/', &format!("-{copy}/"), 1);
            files.push(SourceFile { shown: path.clone(), path, text: file.text.clone() });
        }
    }
    Source { files }
}

fn load(source: &Source) -> Bank {
    Bank::load(source).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[divan::bench]
fn builtin(bencher: Bencher<'_, '_>) {
    let source = Source::builtin();
    bencher.bench_local(|| load(black_box(&source)));
}

/// Growth: so many questions.
#[divan::bench(args = [500, 5000], sample_count = 3, sample_size = 1)]
fn questions(bencher: Bencher<'_, '_>, count: usize) {
    let each = load(&Source::builtin()).questions().count();
    let source = copies(count.div_ceil(each));
    bencher.bench_local(|| load(black_box(&source)));
}

/// Compiling the rubric of one question, which its first answer waits for; the mean over all.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn compile_all(bencher: Bencher<'_, '_>) {
    let source = Source::builtin();
    bencher.with_inputs(|| load(&source)).bench_local_values(|bank| {
        for (_, question) in bank.questions() {
            black_box(question.rubric());
        }
        bank
    });
}
