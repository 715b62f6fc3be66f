//! Numbers by value: "16", "16.0", "1e1" and "sixteen" are compared as numbers, not as spellings.

/// English cardinals up to twenty, the tens, and the round ones.
const WORDS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("thousand", 1000.0),
    ("million", 1_000_000.0),
];

/// The word for a value, if there is one: "sixteen" for `16`.
#[must_use]
pub fn number_word(canonical: &str) -> Option<&'static str> {
    let value: f64 = canonical.parse().ok()?;
    WORDS.iter().find(|(_, of_word)| of_word.total_cmp(&value).is_eq()).map(|(word, _)| *word)
}

/// One spelling per value, or `None` when `folded` is no number. Thousands separators (`,`, `_`) are allowed.
#[must_use]
pub fn canonical_number(folded: &str) -> Option<String> {
    let value = if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let plain: String = folded.chars().filter(|c| !matches!(c, ',' | '_')).collect();
        plain.parse::<f64>().ok().filter(|value| value.is_finite())?
    } else {
        WORDS.iter().find(|(word, _)| *word == folded)?.1
    };
    Some(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_spelling() {
        for spelling in ["16", "16.0", "1.6e1", "sixteen", "0016"] {
            assert_eq!(canonical_number(spelling).as_deref(), Some("16"), "{spelling}");
        }
        assert_eq!(canonical_number("1,000"), canonical_number("1e3"));
        for other in ["16x", "many", "", "1e999", "e5"] {
            assert_eq!(canonical_number(other), None, "{other}");
        }
    }
}
