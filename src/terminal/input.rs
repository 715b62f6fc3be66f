//! Reading what a person types: with line editing on a terminal, plain lines from a pipe.

use std::io::{self, BufRead, IsTerminal};

use rustyline::error::ReadlineError;
use rustyline::{Cmd, Config, EditMode, Editor, Event, KeyCode, KeyEvent, Modifiers};

/// Longest answer that is read, in bytes; what comes after is left out.
pub(super) const LONGEST: usize = 1 << 20;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// An answer, possibly empty.
    Answer(String),
    /// `hint`
    Hint,
    /// `skip`
    Skip,
    /// `quit`, or Ctrl-C
    Quit,
    /// There is no more input.
    End,
}

/// One line of input.
#[derive(Debug)]
pub enum Line {
    /// A line, or several that were typed as one.
    Text(String),
    /// There is no more input.
    End,
    /// Ctrl-C.
    Interrupted,
}

/// Where lines come from.
pub trait Lines {
    /// The next line, without its end.
    ///
    /// # Errors
    /// When standard input fails.
    fn next(&mut self, prompt: &str) -> io::Result<Line>;

    /// Whether a line is a whole answer; otherwise a line holding only `.` ends it.
    fn is_interactive(&self) -> bool;
}

/// Standard input: edited where it is a terminal.
///
/// # Errors
/// When the terminal cannot be set up.
pub fn standard() -> io::Result<Box<dyn Lines>> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Ok(Box::new(Piped(io::stdin().lock())));
    }
    let config = Config::builder().edit_mode(EditMode::Emacs).bracketed_paste(true).auto_add_history(true).build();
    let mut editor = Editor::<(), _>::with_history(config, rustyline::history::MemHistory::new()).map_err(io::Error::other)?;
    for modifiers in [Modifiers::ALT, Modifiers::SHIFT] {
        editor.bind_sequence(Event::KeySeq(vec![KeyEvent(KeyCode::Enter, modifiers)]), Cmd::Newline);
    }
    editor.bind_sequence(Event::KeySeq(vec![KeyEvent(KeyCode::Char('J'), Modifiers::CTRL)]), Cmd::Newline);
    Ok(Box::new(Edited(editor)))
}

/// Reads one answer or command. An answer goes on after a line that ends in a backslash.
///
/// # Errors
/// When standard input fails.
pub(super) fn read(lines: &mut dyn Lines) -> io::Result<Input> {
    let mut answer = String::new();
    let mut first = true;
    loop {
        let text = match lines.next(if first { "> " } else { "… " })? {
            Line::Interrupted => return Ok(Input::Quit),
            Line::End if answer.trim().is_empty() => return Ok(Input::End),
            Line::End => return Ok(Input::Answer(answer)),
            Line::Text(text) => text,
        };
        if first && let Some(command) = command(&text) {
            return Ok(command);
        }
        first = false;
        if !lines.is_interactive() && text.trim() == "." {
            return Ok(Input::Answer(answer));
        }
        let goes_on = lines.is_interactive() && text.ends_with('\\');
        let text = if goes_on { text.trim_end_matches('\\') } else { &text };
        let mut room = LONGEST.saturating_sub(answer.len()).min(text.len());
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        answer.push_str(&text[..room]);
        answer.push('\n');
        if lines.is_interactive() && !goes_on {
            return Ok(Input::Answer(answer));
        }
    }
}

fn command(line: &str) -> Option<Input> {
    match line.trim().to_lowercase().as_str() {
        "hint" | "/hint" => Some(Input::Hint),
        "skip" | "/skip" => Some(Input::Skip),
        "quit" | "/quit" | "exit" => Some(Input::Quit),
        _ => None,
    }
}

struct Edited(Editor<(), rustyline::history::MemHistory>);

impl Lines for Edited {
    fn next(&mut self, prompt: &str) -> io::Result<Line> {
        match self.0.readline(prompt) {
            Ok(line) => Ok(Line::Text(line)),
            Err(ReadlineError::Interrupted) => Ok(Line::Interrupted),
            Err(ReadlineError::Eof) => Ok(Line::End),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn is_interactive(&self) -> bool {
        true
    }
}

struct Piped<R>(R);

impl<R: BufRead> Lines for Piped<R> {
    fn next(&mut self, _prompt: &str) -> io::Result<Line> {
        let mut bytes = Vec::new();
        if self.0.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Line::End);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Line::Text(line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn is_interactive(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<Input> {
        let mut lines = Piped(input);
        let mut found = Vec::new();
        loop {
            let input = read(&mut lines).unwrap();
            found.push(input.clone());
            if input == Input::End {
                return found;
            }
        }
    }

    #[test]
    fn a_dot_or_the_end_of_input_ends_an_answer() {
        let answer = |text: &str| Input::Answer(text.to_owned());
        assert_eq!(all(b"one\ntwo\n.\nthree"), [answer("one\ntwo\n"), answer("three\n"), Input::End]);
        assert_eq!(all(b".\nhint\nSKIP \nquit\n"), [answer(""), Input::Hint, Input::Skip, Input::Quit, Input::End]);
        assert_eq!(all(b"\n\n"), [Input::End]);
        assert_eq!(all(b""), [Input::End]);
    }

    #[test]
    fn a_command_is_one_only_at_the_beginning() {
        assert_eq!(all(b"I need a\nhint\n.\n")[0], Input::Answer("I need a\nhint\n".into()));
    }

    #[test]
    fn bytes_that_are_no_text_are_marked_and_a_flood_is_cut() {
        assert_eq!(all(b"a\xffb\n.\n")[0], Input::Answer("a\u{FFFD}b\n".into()));
        let flood = "é".repeat(LONGEST);
        let Input::Answer(answer) = &all(flood.as_bytes())[0] else { panic!("no answer") };
        assert!(answer.len() <= LONGEST + 1);
    }
}
