//! A chart as SVG.

use std::fmt::Write as _;

use super::{Chart, Row, Theme, Trend, fonts, shown};

/// Width of the drawing: that of a phone.
const WIDTH: f32 = 420.0;
/// Room at the sides.
const SIDE: f32 = 24.0;
const INNER: f32 = WIDTH - 2.0 * SIDE;
/// From one bar to the next.
const ROW: f32 = 46.0;
const BAR: f32 = 10.0;
/// Height of the trend's line between nothing and all.
const PLOT: f32 = 84.0;

/// Colours of the dark theme and of the light one: paper, ink, quiet ink, track of a bar, bar, mark.
pub(super) const COLOURS: [[&str; 6]; 2] = [
    ["#1b1d23", "#f2f3f5", "#a7adb9", "#2e323c", "#56b4e9", "#f0b445"],
    ["#ffffff", "#1b1d23", "#5a6070", "#e6e9ef", "#0072b2", "#9a5b00"],
];

/// Colours of a theme.
struct Paint {
    paper: &'static str,
    ink: &'static str,
    quiet: &'static str,
    track: &'static str,
    bar: &'static str,
    mark: &'static str,
}

impl Paint {
    fn of(theme: Theme) -> Self {
        let [paper, ink, quiet, track, bar, mark] = COLOURS[usize::from(theme == Theme::Light)];
        Self { paper, ink, quiet, track, bar, mark }
    }
}

/// Where a text stands with regard to its place.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    End,
}

struct Sheet {
    out: String,
    paint: Paint,
    /// Where the next thing goes.
    y: f32,
    /// Width of the column of figures.
    values: f32,
}

/// The drawing, its width and its height.
pub(super) fn write(chart: &Chart, theme: Theme) -> (String, f32, f32) {
    let values = chart.rows.iter().map(|row| fonts::width(&row.value, 15.0, true)).fold(0.0, f32::max).min(INNER / 3.0);
    let mut sheet = Sheet { out: String::new(), paint: Paint::of(theme), y: 0.0, values };
    sheet.head(chart);
    let (top, left_out, bottom) = shown(&chart.rows);
    for row in top {
        sheet.row(row);
    }
    if left_out > 0 {
        sheet.gap(left_out);
    }
    for row in bottom {
        sheet.row(row);
    }
    if let Some(trend) = chart.trend.as_ref().filter(|trend| trend.points.iter().flatten().count() > 1) {
        sheet.trend(trend);
    }
    sheet.foot(&chart.footer);
    let height = sheet.y;
    // Sharp edges are drawn sooner than round ones, and Discord rounds what it shows.
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"{}\">\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{}\" shape-rendering=\"crispEdges\"/>\n{}</svg>\n",
        fonts::FAMILY,
        sheet.paint.paper,
        sheet.out
    );
    (text, WIDTH, height)
}

/// Harmless between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A share as a fraction of a length.
#[expect(clippy::cast_possible_truncation, reason = "a picture needs no more")]
fn part(share: f64, of: f32) -> f32 {
    share.clamp(0.0, 1.0) as f32 * of
}

impl Sheet {
    /// Writes a text and says how wide it is.
    fn text(&mut self, place: (f32, f32), text: &str, size: f32, look: (bool, Anchor, &str)) -> f32 {
        self.text_with(place, text, size, look, "")
    }

    /// Writes a text with a rim that keeps lines away from it, which costs more than the text itself.
    fn text_among_lines(&mut self, place: (f32, f32), text: &str, size: f32, look: (bool, Anchor, &str)) {
        let rim = format!(" stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"", self.paint.paper);
        self.text_with(place, text, size, look, &rim);
    }

    fn text_with(&mut self, (x, y): (f32, f32), text: &str, size: f32, (bold, anchor, colour): (bool, Anchor, &str), more: &str) -> f32 {
        let bold = bold && fonts::has_bold(text);
        let width = fonts::width(text, size, bold);
        let x = if matches!(anchor, Anchor::End) { x - width } else { x };
        let weight = if bold { " font-weight=\"600\"" } else { "" };
        let _ = writeln!(
            self.out,
            "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\"{weight} fill=\"{colour}\"{more}>{}</text>",
            escaped(text)
        );
        width
    }

    fn head(&mut self, chart: &Chart) {
        let (ink, quiet) = (self.paint.ink, self.paint.quiet);
        let title = fonts::fitted(&chart.title, 21.0, true, INNER);
        self.text((SIDE, 44.0), &title, 21.0, (true, Anchor::Start, ink));
        let subtitle = fonts::fitted(&chart.subtitle, 14.0, false, INNER);
        self.text((SIDE, 67.0), &subtitle, 14.0, (false, Anchor::Start, quiet));
        self.y = 88.0;
    }

    fn row(&mut self, row: &Row) {
        let (ink, mark, track, bar) = (self.paint.ink, self.paint.mark, self.paint.track, self.paint.bar);
        let line = self.y + 18.0;
        let mut right = WIDTH - SIDE;
        let value = fonts::fitted(&row.value, 15.0, true, INNER / 3.0);
        self.text((right, line), &value, 15.0, (true, Anchor::End, ink));
        right -= self.values + 12.0;
        if !row.mark.is_empty() {
            let text = fonts::fitted(&row.mark, 12.5, true, INNER / 3.0);
            right -= self.text((right, line), &text, 12.5, (true, Anchor::End, mark)) + 10.0;
        }
        let name = fonts::fitted(&row.name, 15.0, false, right - SIDE);
        self.text((SIDE, line), &name, 15.0, (false, Anchor::Start, ink));
        let (y, radius) = (line + 9.0, BAR / 2.0);
        let _ = writeln!(self.out, "<rect x=\"{SIDE}\" y=\"{y:.2}\" width=\"{INNER}\" height=\"{BAR}\" rx=\"{radius}\" fill=\"{track}\"/>");
        let length = part(row.share, INNER);
        if length > 0.0 {
            // Never narrower than it is high, so that its ends stay round.
            let length = length.max(BAR);
            let _ = writeln!(
                self.out,
                "<rect x=\"{SIDE}\" y=\"{y:.2}\" width=\"{length:.2}\" height=\"{BAR}\" rx=\"{radius}\" fill=\"{bar}\"/>"
            );
        }
        self.y += ROW;
    }

    /// Three dots, and how many rows are left out.
    fn gap(&mut self, left_out: usize) {
        let (quiet, y) = (self.paint.quiet, self.y + 12.0);
        for dot in [0.0_f32, 1.0, 2.0] {
            let x = SIDE + 4.0 + dot * 10.0;
            let _ = writeln!(self.out, "<circle cx=\"{x}\" cy=\"{y:.2}\" r=\"2\" fill=\"{quiet}\"/>");
        }
        self.text((SIDE + 40.0, y + 5.0), &format!("+{left_out}"), 13.0, (false, Anchor::Start, quiet));
        self.y += 28.0;
    }

    fn trend(&mut self, trend: &Trend) {
        let (ink, quiet, track, bar, paper) = (self.paint.ink, self.paint.quiet, self.paint.track, self.paint.bar, self.paint.paper);
        let caption = fonts::fitted(&trend.caption, 14.0, true, INNER);
        self.text((SIDE, self.y + 22.0), &caption, 14.0, (true, Anchor::Start, ink));
        let top = self.y + 44.0;
        let (left, right) = (SIDE + 34.0, WIDTH - SIDE - 8.0);
        for (label, share) in [("100", 1.0), ("50", 0.5), ("0", 0.0)] {
            let y = top + PLOT - part(share, PLOT);
            let _ = writeln!(self.out, "<path d=\"M{left} {y:.2}H{right}\" stroke=\"{track}\" stroke-width=\"1\"/>");
            self.text((SIDE + 26.0, y + 4.0), label, 11.0, (false, Anchor::End, quiet));
        }
        #[expect(clippy::cast_precision_loss, reason = "some dozen points")]
        let step = (right - left) / (trend.points.len() - 1).max(1) as f32;
        let mut points: Vec<(usize, f32, f32)> = Vec::new();
        for (at, height) in trend.points.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "some dozen points")]
            let x = left + at as f32 * step;
            points.extend(height.map(|height| (at, x, top + PLOT - part(height, PLOT))));
        }
        for pair in points.windows(2) {
            let [(at, x1, y1), (next, x2, y2)] = pair else { continue };
            // Where nothing was answered, the line says so.
            let dashes = if next - at > 1 { " stroke-dasharray=\"3 5\"" } else { "" };
            let _ = writeln!(
                self.out,
                "<path d=\"M{x1:.2} {y1:.2}L{x2:.2} {y2:.2}\" fill=\"none\" stroke=\"{bar}\" stroke-width=\"2.5\" stroke-linecap=\"round\"{dashes}/>"
            );
        }
        for (_, x, y) in &points {
            let _ =
                writeln!(self.out, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"4\" fill=\"{bar}\" stroke=\"{paper}\" stroke-width=\"1.5\"/>");
        }
        if let Some((_, x, y)) = points.last() {
            let latest = fonts::fitted(&trend.latest, 13.0, true, INNER / 3.0);
            let width = fonts::width(&latest, 13.0, true);
            let x = (x + width / 2.0).min(WIDTH - SIDE);
            // Above the point, or below it where the line is at the top.
            let y = if *y < top + 16.0 { y + 22.0 } else { y - 10.0 };
            self.text_among_lines((x, y), &latest, 13.0, (true, Anchor::End, ink));
        }
        let under = top + PLOT + 20.0;
        self.text((left, under), &fonts::fitted(&trend.from, 12.0, false, INNER / 2.0), 12.0, (false, Anchor::Start, quiet));
        self.text((right, under), &fonts::fitted(&trend.to, 12.0, false, INNER / 2.0), 12.0, (false, Anchor::End, quiet));
        self.y = under + 8.0;
    }

    fn foot(&mut self, footer: &str) {
        let footer = fonts::fitted(footer, 12.5, false, INNER);
        if footer.is_empty() {
            self.y += 12.0;
            return;
        }
        let quiet = self.paint.quiet;
        self.text((SIDE, self.y + 20.0), &footer, 12.5, (false, Anchor::Start, quiet));
        self.y += 38.0;
    }
}
