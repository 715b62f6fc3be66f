//! The files of a bank, wherever they come from.

use std::path::{Path, PathBuf};
use std::{fs, io};

use thiserror::Error;

use super::builtin;

/// The texts of a bank's files, in order of their paths.
#[derive(Debug, Default)]
pub struct Source {
    /// TOML files, examples and what they print.
    pub files: Vec<SourceFile>,
}

/// One file of a bank.
#[derive(Debug)]
pub struct SourceFile {
    /// Path below the bank's folder, with `/` between its parts.
    pub path: String,
    /// Path to show to a person.
    pub shown: String,
    /// The whole text.
    pub text: String,
}

/// Why the files of a bank cannot be had.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The folder, or something in it, cannot be read.
    #[error("cannot read {}: {error}; name a folder that holds a question bank", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The folder holds no subject.
    #[error(
        "{} holds no question bank: a bank has a folder per subject with a subject.toml in it (see questions/README.md)",
        path.display()
    )]
    NoBank {
        /// The folder.
        path: PathBuf,
    },
}

/// Folders inside folders that are still looked into.
const DEEPEST: usize = 4;

impl Source {
    /// The bank compiled into the binary.
    #[must_use]
    pub fn builtin() -> Self {
        let file =
            |(path, text): &(&str, &str)| SourceFile { path: (*path).into(), shown: format!("questions/{path}"), text: (*text).into() };
        Self { files: builtin::FILES.iter().map(file).collect() }
    }

    /// The bank in a folder. Files that are not TOML and that no card names are left alone.
    ///
    /// # Errors
    /// [`SourceError`] when the folder cannot be read or holds no `subject.toml`.
    pub fn folder(root: &Path) -> Result<Self, SourceError> {
        let mut source = Self::default();
        source.collect(root, root, 0)?;
        source.files.sort_by(|a, b| a.path.cmp(&b.path));
        if source.files.iter().any(|file| file.path.ends_with("/subject.toml")) {
            Ok(source)
        } else {
            Err(SourceError::NoBank { path: root.to_owned() })
        }
    }

    fn collect(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<(), SourceError> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |error| SourceError::Unreadable { path, error }
        };
        for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "__pycache__" {
                continue;
            }
            if path.is_dir() {
                if depth < DEEPEST {
                    self.collect(root, &path, depth + 1)?;
                }
            } else if let Some(text) = text_of(&path).map_err(unreadable(&path))? {
                let below = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                self.files.push(SourceFile { path: parts.join("/"), shown: path.display().to_string(), text });
            }
        }
        Ok(())
    }

    /// The file at a path below the bank's folder.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

/// The text of a file; `None` for what is no text. A TOML file that is not UTF-8 is read with its bad bytes marked, so
/// that it is reported as a fault of that file.
fn text_of(path: &Path) -> io::Result<Option<String>> {
    let bytes = fs::read(path)?;
    let toml = path.extension().is_some_and(|extension| extension == "toml");
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if toml => Some(String::from_utf8_lossy(error.as_bytes()).into_owned()),
        Err(_) => None,
    })
}
