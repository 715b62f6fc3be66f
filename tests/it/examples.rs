//! The example programs of the bank print what stands beside them.

use std::path::Path;
use std::{fs, str};

use crate::support::{python, report};

#[test]
fn every_example_prints_what_stands_beside_it() {
    if !python::is_there() {
        report("skipped: no python3 of version 3.11 or later");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/python/examples");
    let mut run = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let expected =
            fs::read_to_string(path.with_extension("out")).unwrap_or_else(|_| panic!("{} has no .out beside it", path.display()));
        let ran = python::run(&[path.to_str().unwrap()]);
        assert!(ran.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&ran.stderr));
        assert_eq!(str::from_utf8(&ran.stdout).unwrap(), expected, "{}", path.display());
        run += 1;
    }
    assert!(run >= 12, "only {run} examples were run");
}
