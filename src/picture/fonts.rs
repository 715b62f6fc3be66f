//! The letters of pictures, and how wide they are.
//!
//! Inter for Latin, Greek and Cyrillic, Noto Sans for Hebrew and Arabic, cut down to the letters of names and titles (their
//! licence lies beside them). What has no letter here, such as an emoji, is left out rather than drawn as a box.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use unicode_segmentation::UnicodeSegmentation as _;

/// The family that everything is written in.
pub(super) const FAMILY: &str = "Inter";

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");
const HEBREW: &[u8] = include_bytes!("fonts/NotoSansHebrew-Regular.ttf");
const ARABIC: &[u8] = include_bytes!("fonts/NotoSansArabic-Regular.ttf");

/// All fonts, as resvg looks them up; read anew for each picture, which costs far less than drawing it.
pub(super) fn database() -> Arc<Database> {
    let mut database = Database::new();
    for font in [REGULAR, BOLD, HEBREW, ARABIC] {
        database.load_font_source(Source::Binary(Arc::new(font)));
    }
    Arc::new(database)
}

/// How wide a letter is in a size; `None` where no font has it.
fn advance(letter: char, size: f32, bold: bool) -> Option<f32> {
    [if bold { BOLD } else { REGULAR }, HEBREW, ARABIC].into_iter().find_map(|font| {
        let font = FontRef::new(font).ok()?;
        let glyph = font.charmap().map(letter)?;
        font.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph)
    })
}

/// Whether a text can be written in the bold font throughout; the scripts that are not of Inter have one weight here.
pub(super) fn has_bold(text: &str) -> bool {
    FontRef::new(BOLD).is_ok_and(|font| text.chars().all(|letter| font.charmap().map(letter).is_some()))
}

/// Whether a letter takes part in shaping and has no look of its own: joiners and marks of direction.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200C}'..='\u{200F}')
}

/// A text with only what can be drawn of it; `None` where that is no letter or figure at all.
#[must_use]
pub fn drawable(text: &str) -> Option<String> {
    let whole = |cluster: &&str| cluster.chars().all(|letter| is_invisible(letter) || advance(letter, 1.0, false).is_some());
    let text: String = text.chars().filter(|letter| !matches!(letter, '\u{FE00}'..='\u{FE0F}')).collect();
    let kept: String = text.graphemes(true).filter(whole).collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    kept.chars().any(char::is_alphanumeric).then_some(kept)
}

/// How wide a text is.
pub(super) fn width(text: &str, size: f32, bold: bool) -> f32 {
    text.chars().filter_map(|letter| advance(letter, size, bold)).sum()
}

/// A text that can be drawn, no wider than it may be; of a text that has no letter here, its place.
pub(super) fn fitted(text: &str, size: f32, bold: bool, most: f32) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let text = drawable(text).unwrap_or_else(|| "…".to_owned());
    if width(&text, size, bold) <= most {
        return text;
    }
    let room = most - width("…", size, bold);
    let mut kept = String::new();
    let mut used = 0.0;
    for cluster in text.graphemes(true) {
        used += width(cluster, size, bold);
        if used > room {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}…", kept.trim_end())
}
