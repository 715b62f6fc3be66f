//! Finding names by what somebody has typed of them: exact before beginnings, beginnings before words, words before
//! slips of the finger.

/// Likeness (Jaro-Winkler) from which a word may be a slip of another.
const LIKE_ENOUGH: f64 = 0.9;

/// Characters of what was typed that are looked at; no name is so long.
const LONGEST: usize = 100;

/// How well a name fits; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Beginning,
    /// A run of its words begins with what was typed, the first of them being whole.
    Word,
    WordBeginning,
    /// Every word that was typed begins a word of it.
    EveryWord,
    Inside,
    /// A slip: the less like it, the larger.
    Slip(u32),
}

/// The candidates that `typed` may mean, best first, at most `most`. Those that fit equally well stay in the order that
/// they came in; with nothing typed, all do.
///
/// A candidate has one or more names, such as an id and a title.
pub fn ranked<'a, T, N>(typed: &str, most: usize, candidates: impl IntoIterator<Item = (T, N)>) -> Vec<T>
where
    N: IntoIterator<Item = &'a str>,
{
    let typed: String = folded(typed).chars().take(LONGEST).collect();
    if typed.is_empty() {
        return candidates.into_iter().take(most).map(|(candidate, _)| candidate).collect();
    }
    let fits = |(candidate, names): (T, N)| {
        let best = names.into_iter().filter_map(|name| fit(&typed, &folded(name))).min()?;
        Some((best, candidate))
    };
    let mut found: Vec<(Fit, T)> = candidates.into_iter().filter_map(fits).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// Lower case, with every run of other characters than letters and digits as one space.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn fit(typed: &str, name: &str) -> Option<Fit> {
    if name == typed {
        return Some(Fit::Exact);
    }
    if name.starts_with(typed) {
        return Some(Fit::Beginning);
    }
    let rests = name.match_indices(' ').filter_map(|(at, _)| name[at + 1..].strip_prefix(typed));
    if let Some(fit) = rests.map(|rest| if rest.is_empty() || rest.starts_with(' ') { Fit::Word } else { Fit::WordBeginning }).min() {
        return Some(fit);
    }
    if typed.split(' ').all(|word| name.split(' ').any(|own| own.starts_with(word))) {
        return Some(Fit::EveryWord);
    }
    if typed.chars().count() >= 3 && name.contains(typed) {
        return Some(Fit::Inside);
    }
    slip(typed, name)
}

/// How like a name is, as a whole or by its most like word.
fn slip(typed: &str, name: &str) -> Option<Fit> {
    if typed.chars().count() < 3 {
        return None;
    }
    let words = name.split(' ').map(|word| strsim::jaro_winkler(typed, word));
    let likeness = words.fold(strsim::jaro_winkler(typed, name), f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    let distance = ((1.0 - likeness) * 1000.0) as u32;
    (likeness >= LIKE_ENOUGH).then_some(Fit::Slip(distance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, names: &[&str], expected: &[&str]) {
        let found = ranked(typed, 3, names.iter().map(|name| (*name, [*name])));
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn what_fits_best_comes_first() {
        let names = ["functools", "a tool", "function calls", "the fun of it", "tool", "unfunny", "toolbox"];
        check("tool", &names, &["tool", "toolbox", "a tool"]);
        check("fun", &names, &["functools", "function calls", "the fun of it"]);
        check("", &names, &["functools", "a tool", "function calls"]);
        check("calls func", &names, &["function calls"]);
        check("unny", &names, &["unfunny"]);
        check("functoosl", &names, &["functools"]);
    }

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        let zones = ["America/New_York", "Europe/Berlin", "America/North_Dakota/New_Salem", "Asia/Yakutsk"];
        check("new york", &zones, &["America/New_York"]);
        check("NEW_", &zones, &["America/New_York", "America/North_Dakota/New_Salem"]);
        check("berlin", &zones, &["Europe/Berlin"]);
        check("berln", &zones, &["Europe/Berlin"]);
        check("europe/b", &zones, &["Europe/Berlin"]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is_meant() {
        for typed in ["xq", "zzzzzz", "b7"] {
            check(typed, &["Europe/Berlin", "slots"], &[]);
        }
        check("🙂", &["slots"], &["slots"]);
    }

    #[test]
    fn a_candidate_is_found_by_any_of_its_names() {
        let candidates = [(41, ["weak-dictionaries", "WeakKeyDictionary"]), (42, ["slots", "Saving memory with __slots__"])];
        assert_eq!(ranked("saving", 25, candidates), [42]);
        assert_eq!(ranked("weakk", 25, candidates), [41]);
        assert_eq!(ranked("weak", 25, candidates), [41]);
    }
}
