//! What a person missed, as notes that Anki imports.
//!
//! The format is that of Anki's manual, "Text Files", with its file headers (Anki 2.1.55 and later): tab-separated HTML, whose
//! first column is the note's GUID, made from the point's name, so that importing again updates a note and keeps its
//! schedule. The front of every note is different, since Anki also takes notes with the same first field for one.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::MissedPoint;

/// What Anki reads before the notes.
const HEAD: &str =
    "#separator:tab\n#html:true\n#notetype:Basic\n#deck:Mockingbird\n#guid column:1\n#tags column:4\n#columns:GUID\tFront\tBack\tTags\n";

/// The file, a note for each point.
#[must_use]
pub fn anki_notes(missed: &[MissedPoint<'_>]) -> String {
    missed.iter().fold(HEAD.to_owned(), |mut file, it| {
        let MissedPoint { concept, question, point, .. } = it;
        let code = question.code.as_deref().map(|code| format!("<pre>{}</pre>", html(code))).unwrap_or_default();
        let front = format!("{}{code}<br><br><i>{}</i>", html(&question.prompt), html(&point.hint));
        let back = format!("<b>{}</b><br><br>{}", html(&point.says), html(&question.answer));
        let tags = format!("mockingbird {} {} {}", question.key.subject, concept.id, question.level);
        let _ = writeln!(file, "{}\t{front}\t{back}\t{tags}", guid(it));
        file
    })
}

/// A name for the note that stays the same.
fn guid(missed: &MissedPoint<'_>) -> String {
    let digest = Sha256::digest(format!("mockingbird {} {}", missed.question.key, missed.point.id));
    crate::hex(&digest[..10])
}

/// A text on one line of HTML; a quote, which would quote a field, is written as an entity.
fn html(text: &str) -> String {
    let text = text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    text.replace('\t', "    ").lines().collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_on_its_line_and_in_its_field() {
        assert_eq!(html("a < \"b\" & c\n\td\r\n"), "a &lt; &quot;b&quot; &amp; c<br>    d");
    }
}
