//! Charts as pictures: bars and a trend, made for a phone, in dark and in light.
//!
//! Pure: plain data in, PNG bytes and an alternative text out, the same bytes every time. All words come from the caller,
//! so that a picture speaks the language of whoever sees it. An SVG is written (`svg.rs`) and drawn by resvg with the fonts
//! in the binary (`fonts.rs`); nothing is loaded before the first picture. One hue carries the bars and another what is due,
//! both from Okabe and Ito's palette, which people who see fewer colours can tell apart; figures stand beside them anyway.

mod fonts;
mod svg;

use std::collections::HashMap;
use std::fmt::Write as _;

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};
use thiserror::Error;

pub use fonts::drawable;

/// Rows that a picture has at the most; of more, the middle is left out.
pub const MOST_ROWS: usize = 12;
/// Of those, the rows from the top.
const FROM_TOP: usize = 6;
/// Characters of an alternative text at the most, which is what Discord takes.
const ALT: usize = 1024;
/// Pixels for each unit of the drawing, so that it is sharp on a phone.
const SCALE: f32 = 2.0;

/// What a picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// Whose it is, and of what.
    pub title: String,
    /// What stands under it.
    pub subtitle: String,
    /// Bars, from the top.
    pub rows: Vec<Row>,
    /// How it came to that.
    pub trend: Option<Trend>,
    /// The last line.
    pub footer: String,
}

/// A bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// Its length, 0 to 1.
    pub share: f64,
    /// The figure, such as `74 %`.
    pub value: String,
    /// What is remarkable about it, such as `2 due`; may be empty.
    pub mark: String,
}

/// A line over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// What it shows.
    pub caption: String,
    /// Heights in equal stretches of time, 0 to 1; nothing where there is none.
    pub points: Vec<Option<f64>>,
    /// The first stretch.
    pub from: String,
    /// The last.
    pub to: String,
    /// The last height that there is, in figures.
    pub latest: String,
}

/// What a picture is shown on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

/// A drawn chart.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file.
    pub png: Vec<u8>,
    /// The same in words, for who does not see it.
    pub alt: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
}

/// Why there is no picture; neither is to be expected.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The drawing could not be read.
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be written.
    #[error("the picture could not be written: {0}")]
    Encoding(String),
}

/// Draws a chart.
///
/// # Errors
/// [`PictureError`], which no data should bring about.
pub fn draw(chart: &Chart, theme: Theme) -> Result<Picture, PictureError> {
    let (text, width, height) = svg::write(chart, theme);
    let options = resvg::usvg::Options { fontdb: fonts::database(), font_family: fonts::FAMILY.into(), ..Default::default() };
    let tree = resvg::usvg::Tree::from_str(&text, &options).map_err(|error| PictureError::Drawing(error.to_string()))?;
    let size = (pixels(width), pixels(height));
    let nothing = || PictureError::Drawing(format!("{} by {} pixels", size.0, size.1));
    let mut canvas = Pixmap::new(size.0, size.1).ok_or_else(nothing)?;
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(SCALE, SCALE), &mut canvas.as_mut());
    let png = encoded(&canvas).map_err(|error| PictureError::Encoding(error.to_string()))?;
    Ok(Picture { png, alt: alt(chart), size })
}

/// The file. A chart has some two hundred colours, smooth edges of letters included, so that a byte a pixel tells them: a third
/// of the size of four bytes. Packing more tightly would take longer than drawing.
fn encoded(canvas: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, canvas.width(), canvas.height());
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Sub);
    // Nothing is see-through on paper.
    let plain = |colour: &PremultipliedColorU8| [colour.red(), colour.green(), colour.blue()];
    let pixels = if let Some((pixels, palette)) = indexed(canvas.pixels()) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.iter().flat_map(plain).collect::<Vec<_>>());
        pixels
    } else {
        encoder.set_color(png::ColorType::Rgb);
        canvas.pixels().iter().flat_map(plain).collect()
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

/// For each pixel the place of its colour, and the colours; `None` where they are more than a byte can tell.
fn indexed(pixels: &[PremultipliedColorU8]) -> Option<(Vec<u8>, Vec<PremultipliedColorU8>)> {
    let mut palette = Vec::new();
    let mut places = HashMap::new();
    let mut indices = Vec::with_capacity(pixels.len());
    // Most pixels are as the one before.
    for run in pixels.chunk_by(|a, b| a == b) {
        let colour = run[0];
        let place = *places.entry(u32::from_be_bytes([0, colour.red(), colour.green(), colour.blue()])).or_insert_with(|| {
            palette.push(colour);
            palette.len() - 1
        });
        indices.resize(indices.len() + run.len(), u8::try_from(place).ok()?);
    }
    Some((indices, palette))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture is some thousand pixels high")]
fn pixels(units: f32) -> u32 {
    (units * SCALE).ceil() as u32
}

/// The rows from the top, how many are left out, and the rows from the bottom.
fn shown(rows: &[Row]) -> (&[Row], usize, &[Row]) {
    if rows.len() <= MOST_ROWS {
        return (rows, 0, &[]);
    }
    let from_bottom = rows.len() - (MOST_ROWS - FROM_TOP - 1);
    (&rows[..FROM_TOP], from_bottom - FROM_TOP, &rows[from_bottom..])
}

/// What a chart shows, in words; all of it, unless that would be too long.
fn alt(chart: &Chart) -> String {
    let mut alt =
        [&chart.title, &chart.subtitle, &chart.footer].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(". ");
    if let Some(trend) = &chart.trend {
        let _ = write!(alt, ". {}: {}", trend.caption, trend.latest);
    }
    let (top, left_out, bottom) = shown(&chart.rows);
    let mut left_out = if left_out == 0 { Vec::new() } else { vec![format!(". … {left_out} …")] };
    let row = |row: &Row| {
        let mark = if row.mark.is_empty() { String::new() } else { format!(", {}", row.mark) };
        format!(". {} {}{mark}", row.name, row.value)
    };
    let parts = top.iter().map(row).chain(left_out.drain(..)).chain(bottom.iter().map(row));
    for part in parts {
        alt.push_str(&part);
    }
    let alt: String = alt.chars().filter(|c| !c.is_control()).collect();
    match alt.char_indices().nth(ALT) {
        None => alt,
        Some(_) => alt.chars().take(ALT - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests;
