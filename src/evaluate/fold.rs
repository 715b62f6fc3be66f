//! Which answers take part: a named half of a set, or every Nth by chance that never changes.

use std::str::FromStr;

use thiserror::Error;

/// A part of a set of marked answers, so that what is reported is not what was tuned on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    /// `2/5`: one of so many parts. An answer's part depends on its own text alone, not on its line.
    Share {
        /// Which part, from 1.
        part: u64,
        /// Of how many.
        of: u64,
    },
    /// Answers whose line says `"fold": "…"` with this name.
    Named(String),
}

/// A fold that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no fold: write K/N with K from 1 to N, such as 1/2, or the name that lines carry under `fold`")]
pub struct FoldError(String);

impl FromStr for Fold {
    type Err = FoldError;

    fn from_str(text: &str) -> Result<Self, FoldError> {
        let error = || FoldError(text.to_owned());
        let Some((part, of)) = text.split_once('/') else {
            return if text.trim().is_empty() { Err(error()) } else { Ok(Self::Named(text.to_owned())) };
        };
        match (part.parse(), of.parse()) {
            (Ok(part), Ok(of)) if (1..=of).contains(&part) => Ok(Self::Share { part, of }),
            _ => Err(error()),
        }
    }
}

impl Fold {
    /// Whether an answer is in this part; `name` is what its line says under `fold`.
    #[must_use]
    pub fn holds(&self, answer: &str, name: Option<&str>) -> bool {
        match self {
            Self::Share { part, of } => digest(answer) % of == part - 1,
            Self::Named(wanted) => name == Some(wanted.as_str()),
        }
    }
}

/// FNV-1a, with its high half folded in: small, and the same on every machine for good.
fn digest(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_in_exactly_one_share_and_shares_are_alike_in_size() {
        let folds: Vec<Fold> = ["1/3", "2/3", "3/3"].iter().map(|text| text.parse().unwrap()).collect();
        let mut sizes = [0; 3];
        for n in 0..300 {
            let answer = format!("answer {n}");
            let held: Vec<usize> = (0..3).filter(|i| folds[*i].holds(&answer, None)).collect();
            assert_eq!(held.len(), 1);
            sizes[held[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (70..=130).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_name_holds_the_lines_that_carry_it() {
        let dev: Fold = "dev".parse().unwrap();
        assert!(dev.holds("x", Some("dev")) && !dev.holds("x", Some("test")) && !dev.holds("x", None));
        for bad in ["", "0/2", "3/2", "1/", "a/b", "1/0"] {
            assert!(bad.parse::<Fold>().is_err(), "{bad}");
        }
    }
}
