//! From a question as written to its rubric, when it is first needed.
//!
//! A process asks a few questions of a bank that may have thousands, and compiling is most of the cost of a rubric. So
//! loading only reads every phrase once, to report what is wrong with it; the phrases are read again here.

use sha2::{Digest, Sha256};

use super::{Accept, Question};
use crate::grade::{Builder, MistakeDraft, PointDraft, Rubric};
use crate::rubric::{Phrase, parse};
use crate::text::Language;

impl Question {
    /// The language that answers are read in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.shared.language
    }

    /// Name by which its code is coloured, where that can be done; may be empty.
    #[must_use]
    pub fn highlight(&self) -> &str {
        &self.shared.highlight
    }

    /// Points and mistakes, ready to grade; compiled at the first call.
    pub fn rubric(&self) -> &Rubric {
        self.compiled.get_or_init(|| self.compile())
    }

    /// The rubric of the follow-up on a point: its own phrases and the point's. `None` if there is no follow-up.
    #[must_use]
    pub fn follow_up_rubric(&self, point: &str) -> Option<Rubric> {
        let point = self.point(point)?;
        let own = phrases(&point.follow_up.as_ref()?.accept);
        let of_point = phrases(&point.accept);
        let mut builder = self.builder();
        for (id, accept) in [("follow-up", own), ("point", of_point)] {
            // Loading has seen to it that every set is there; what is left out here was reported there.
            let _ = builder.point(&PointDraft { id, worth: 1, accept: &accept, ..PointDraft::default() });
        }
        Some(builder.build())
    }

    /// The first 16 hexadecimal digits of the SHA-256 of everything that decides a score, to tell attempts under
    /// different rubrics apart.
    #[must_use]
    pub fn rubric_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let mut add = |label: &str, numbers: &[u32], texts: &mut dyn Iterator<Item = &str>| {
            hasher.update(label);
            for number in numbers {
                hasher.update(number.to_be_bytes());
            }
            for text in texts {
                hasher.update(text);
                hasher.update([0]);
            }
        };
        for (group, cap) in &self.groups {
            add(group, &[*cap], &mut std::iter::empty());
        }
        if !self.about.is_empty() {
            add("about", &[4], &mut self.about.iter().map(|phrase| phrase.text.as_str()));
        }
        for (thing, names) in &self.things {
            add(thing, &[3], &mut names.iter().map(|name| name.text.as_str()));
        }
        for point in &self.points {
            let made_of = &point.made_of;
            let mut texts = point.accept.iter().map(|accept| accept.text.as_str());
            add(&point.id, &[1, point.worth, made_of.at_least, u32::from(made_of.echo)], &mut texts.by_ref().take(made_of.whole));
            add(made_of.needs.map_or("", |needs| &self.points[needs].id), &[], &mut std::iter::empty());
            add(made_of.group.map_or("", |group| &self.groups[group].0), &[], &mut std::iter::empty());
            for thing in &made_of.of {
                add("of", &[], &mut std::iter::once(self.things[*thing].0.as_str()));
            }
            for part in &made_of.parts {
                add("part", &[], &mut texts.by_ref().take(*part));
            }
        }
        for mistake in &self.mistakes {
            add(&mistake.id, &[2, mistake.costs], &mut mistake.accept.iter().map(|accept| accept.text.as_str()));
            for thing in &mistake.of {
                add("of", &[], &mut std::iter::once(self.things[*thing].0.as_str()));
            }
            add("voids", &[], &mut mistake.voids.iter().map(|point| self.points[*point].id.as_str()));
        }
        crate::hex(&hasher.finalize()[..8])
    }

    fn builder(&self) -> Builder<'_> {
        Builder::new(self.shared.language, &self.shared.sets, &self.shared.everywhere)
    }

    fn compile(&self) -> Rubric {
        let mut builder = self.builder();
        for (_, cap) in &self.groups {
            builder.group(*cap);
        }
        let _ = builder.about(&phrases(&self.about));
        for (_, names) in &self.things {
            let _ = builder.thing(&phrases(names));
        }
        for point in &self.points {
            let made_of = &point.made_of;
            let mut all = phrases(&point.accept).into_iter();
            let accept: Vec<Phrase> = all.by_ref().take(made_of.whole).collect();
            let parts: Vec<Vec<Phrase>> = made_of.parts.iter().map(|part| all.by_ref().take(*part).collect()).collect();
            let _ = builder.point(&PointDraft {
                id: &point.id,
                worth: point.worth,
                accept: &accept,
                parts: &parts,
                at_least: made_of.at_least,
                needs: made_of.needs,
                group: made_of.group,
                echo: made_of.echo,
                of: &made_of.of,
            });
        }
        for mistake in &self.mistakes {
            let accept = phrases(&mistake.accept);
            let draft = MistakeDraft { id: &mistake.id, costs: mistake.costs, accept: &accept, voids: &mistake.voids, of: &mistake.of };
            let _ = builder.mistake(&draft);
        }
        if self.lists {
            builder.allow_lists();
        }
        builder.prompt(&self.prompt);
        builder.model(&self.answer);
        builder.build()
    }
}

/// The phrases, parsed; loading has parsed each of them without a fault.
fn phrases(accept: &[Accept]) -> Vec<Phrase> {
    accept.iter().filter_map(|accept| parse(&accept.text).ok()).collect()
}
