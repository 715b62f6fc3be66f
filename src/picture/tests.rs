//! Pictures are the same every time, show what they are given, and can be read by everybody.

use resvg::tiny_skia::Pixmap;

use super::svg::COLOURS;
use super::*;

fn row(name: &str, share: f64) -> Row {
    Row { name: name.into(), share, value: format!("{:.0} %", share * 100.0), mark: String::new() }
}

fn chart(rows: Vec<Row>) -> Chart {
    Chart { title: "Ada".into(), subtitle: "mid · 7 answers".into(), rows, trend: None, footer: "2 reviews are due".into() }
}

fn trend() -> Trend {
    let (caption, from, to) = ("Mean score".into(), "3 Nov".into(), "19 Jan".into());
    Trend { caption, points: vec![Some(0.2), None, Some(0.9)], from, to, latest: "90 %".into() }
}

fn pixels(chart: &Chart, theme: Theme) -> Pixmap {
    Pixmap::decode_png(&draw(chart, theme).unwrap().png).unwrap()
}

/// The colour at a place of the drawing, as `#rrggbb`.
fn colour(pixels: &Pixmap, x: u32, y: u32) -> String {
    let colour = pixels.pixel(2 * x, 2 * y).unwrap().demultiply();
    format!("#{:02x}{:02x}{:02x}", colour.red(), colour.green(), colour.blue())
}

/// Whether anything is drawn in a rectangle of the drawing: left, top, right, bottom.
fn is_written(pixels: &Pixmap, (left, top, right, bottom): (u32, u32, u32, u32)) -> bool {
    let paper = colour(pixels, left, top);
    (left..right).any(|x| (top..bottom).any(|y| colour(pixels, x, y) != paper))
}

#[test]
fn a_bar_is_as_long_as_its_share_in_both_themes_and_the_same_every_time() {
    let chart = chart(vec![row("half", 0.5), row("nothing", 0.0), row("all", 1.0)]);
    for (theme, [paper, .., track, bar, _]) in [Theme::Dark, Theme::Light].into_iter().zip(COLOURS) {
        let drawn = pixels(&chart, theme);
        // The bars begin 24 from the left, are 372 long, and lie 120, 166 and 212 from the top.
        let at = |x, y| colour(&drawn, x, y);
        assert_eq!([at(30, 120), at(200, 120), at(220, 120), at(390, 120)], [bar, bar, track, track]);
        assert_eq!([at(30, 166), at(390, 166)], [track, track]);
        assert_eq!([at(30, 212), at(390, 212)], [bar, bar]);
        assert_eq!(at(210, 4), paper);
        assert_eq!(draw(&chart, theme).unwrap().png, draw(&chart, theme).unwrap().png);
    }
}

#[test]
fn a_file_is_small_and_has_every_colour_however_many_they_are() {
    let drawn = draw(&chart((0..12).map(|n| row("half", f64::from(n) / 12.0)).collect()), Theme::Dark).unwrap();
    assert!(drawn.png.len() < 80_000, "{} bytes", drawn.png.len());
    for (count, has_room) in [(256, true), (257, false)] {
        let mut canvas = Pixmap::new(count, 1).unwrap();
        for (at, pixel) in (0_u8..=255).cycle().zip(canvas.pixels_mut()) {
            *pixel = PremultipliedColorU8::from_rgba(at, 0, 0, 255).unwrap();
        }
        // The only one of its colour.
        *canvas.pixels_mut().last_mut().unwrap() = PremultipliedColorU8::from_rgba(0, 40, 80, 255).unwrap();
        let file = encoded(&canvas).unwrap();
        assert_eq!(Pixmap::decode_png(&file).unwrap().pixels(), canvas.pixels());
        assert_eq!(indexed(canvas.pixels()).is_some(), has_room, "{count} colours");
    }
}

#[test]
fn forty_concepts_show_the_best_and_the_weakest() {
    let rows = |count: u32| (0..count).map(|n| row(&format!("Concept {n}"), 1.0 - f64::from(n) / 40.0)).collect();
    let many = draw(&chart(rows(40)), Theme::Dark).unwrap();
    let twelve = draw(&chart(rows(12)), Theme::Dark).unwrap();
    assert!(many.size.1 < twelve.size.1 && twelve.size == (840, 2 * (88 + 12 * 46 + 38)), "{:?} {:?}", many.size, twelve.size);
    for part in ["Concept 0 100 %", "Concept 5 88 %. … 29 …. Concept 35 12 %", "Concept 39 3 %"] {
        assert!(many.alt.contains(part), "{}", many.alt);
    }
}

#[test]
fn the_alternative_text_says_what_the_picture_shows_and_fits() {
    let due = Row { mark: "2 due".into(), ..row("Slots", 0.5) };
    let picture = draw(&Chart { trend: Some(trend()), ..chart(vec![due]) }, Theme::Dark).unwrap();
    assert_eq!(picture.alt, "Ada. mid · 7 answers. 2 reviews are due. Mean score: 90 %. Slots 50 %, 2 due");
    let long = chart((0..12).map(|_| row(&"long ".repeat(100), 0.5)).collect());
    assert!(draw(&long, Theme::Dark).unwrap().alt.chars().count() <= ALT);
}

#[test]
fn names_of_many_scripts_are_drawn_and_what_has_no_letter_is_left_out() {
    for (name, kept) in [
        ("Ada 🐦 Löwe", Some("Ada Löwe")),
        ("نور", Some("نور")),
        ("שרה כהן", Some("שרה כהן")),
        ("Ольга Ωμέγα", Some("Ольга Ωμέγα")),
        ("Zoë\u{FE0F} \u{202E}x\u{0}", Some("Zoë x")),
        ("🦄👩‍👩‍👧", None),
        ("弱引用", None),
        ("· —", None),
        ("", None),
    ] {
        assert_eq!(drawable(name).as_deref(), kept, "{name}");
        let title = pixels(&Chart { title: name.into(), subtitle: String::new(), ..chart(vec![row(name, 0.5)]) }, Theme::Dark);
        assert_eq!(is_written(&title, (20, 22, 400, 52)), !name.is_empty(), "the title {name}");
        assert_eq!(is_written(&title, (20, 94, 340, 112)), !name.is_empty(), "the row {name}");
    }
}

#[test]
fn nothing_that_is_given_breaks_a_picture() {
    let nasty = "</text><script>&\"'\u{0}\u{FFFF}]]>".to_owned();
    let endless = "W".repeat(10_000);
    for text in [nasty, endless.clone(), endless + " x", String::new(), "\n\t".into()] {
        let row = Row { name: text.clone(), share: f64::NAN, value: text.clone(), mark: text.clone() };
        let points = vec![Some(f64::INFINITY), Some(-1.0), None, Some(f64::NAN)];
        let trend = Trend { caption: text.clone(), points, from: text.clone(), to: text.clone(), latest: text.clone() };
        let all = Chart { title: text.clone(), subtitle: text.clone(), rows: vec![row], trend: Some(trend), footer: text.clone() };
        assert!(draw(&all, Theme::Light).is_ok(), "{text}");
    }
    assert!(draw(&Chart::default(), Theme::Dark).is_ok());
    assert!(draw(&Chart { trend: Some(Trend { points: vec![Some(0.5)], ..trend() }), ..Chart::default() }, Theme::Dark).is_ok());
}

#[test]
fn colours_stand_out_for_everybody() {
    let channels = |colour: &str| [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0);
    let linear = |colour: &str| channels(colour).map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    let luminance = |colour: &str| linear(colour).into_iter().zip([0.2126, 0.7152, 0.0722]).map(|(c, weight)| c * weight).sum::<f64>();
    // Contrast as WCAG 2 defines it.
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    // What is left of red, green and blue without the cones for long, for middle and for short waves (Machado et al. 2009).
    let blindnesses: [[[f64; 3]; 3]; 3] = [
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    ];
    for [paper, ink, quiet, track, bar, mark] in COLOURS {
        assert!(contrast(ink, paper) > 12.0 && contrast(quiet, paper) > 4.5 && contrast(mark, paper) > 4.5);
        assert!(contrast(bar, paper) > 4.5 && contrast(bar, track) > 3.0);
        for seen in blindnesses {
            let see = |colour: &str| seen.map(|row| row.into_iter().zip(linear(colour)).map(|(weight, c)| weight * c).sum::<f64>());
            let apart = see(bar).into_iter().zip(see(mark)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
            assert!(apart > 0.25, "{bar} and {mark} are {apart} apart");
        }
    }
}
