//! The statements that record an attempt, and the scripts that they are joined to.

use std::sync::LazyLock;

use crate::store::script::{for_postgres, for_sqlite};

const INSERT: &str = "insert into attempt (id, person_id, guild_id, installed, round_id, bank, subject, concept, question,
        rubric_hash, source, score, points, mistakes, ranked, hints, seconds, local_day, guild_day, interaction, parent_id, follows,
        created_at, level, counted, person_step, question_step, streak_day)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
        $28)";
const ANSWER: &str = "insert into answer (attempt_id, body, key_id, created_at) values ($1, $2, $3, $4)";

/// On PostgreSQL, the person and the member are locked, in this order, against others who record for them.
pub(super) const LOCK: &str = "with locked as (select id from person where id = $1 for no key update),
    held as (update member set display_name = display_name where guild_id = $2 and person_id = $1)
    select count(*) from locked";
/// What decides what an attempt counts for: null where the person is no member, and where nothing is known yet.
pub(super) const KNOWN: &str = "select (not m.hidden and m.left_at is null) as shown,
        t.last_day, t.week, t.week_points, t.month, t.month_points, t.all_points, r.attempts as answered,
        a.moved as person_moved, a.attempts as person_attempts, d.level, d.moved, d.attempts
    from person p
        left join member m on m.guild_id = $2 and m.person_id = p.id
        left join tally t on t.guild_id = $2 and t.person_id = p.id and t.question = $3
        left join record r on r.person_id = p.id and r.question = $3
        left join ability a on a.person_id = p.id
        left join difficulty d on d.question = $3
    where p.id = $1";
/// The attempt that a follow-up adds to, with what other follow-ups have added.
pub(super) const PARENT: &str = "select a.score, a.hints, a.level, a.counted, a.guild_id, a.guild_day,
        cast(coalesce((select sum(f.score) from attempt f where f.parent_id = a.id), 0) as bigint) as followed
    from attempt a where a.id = $1";

const TALLY: &str = "insert into tally (guild_id, person_id, question, last_day, week, week_points, month, month_points, all_points)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (guild_id, person_id, question) do update set last_day = excluded.last_day, week = excluded.week,
        week_points = excluded.week_points, month = excluded.month, month_points = excluded.month_points,
        all_points = excluded.all_points";

/// Adds to a member's twelve lines: everything, the subject and the concept, in each period. A line whose window is over
/// begins anew, and keeps what it needs of the window before; what comes late for the window before is added there.
const POST: &str = "insert into standing (guild_id, person_id, shown, total, answers, before_total, before_answers,
        topic, period, starts, points, questions)
    values
        ($1, $2, $3, $4, $5, 0, 0, $6, 'day', $9, $10, $11), ($1, $2, $3, $4, $5, 0, 0, $7, 'day', $9, $10, $11),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'day', $9, $10, $11),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'week', $14, $15, $16), ($1, $2, $3, $4, $5, 0, 0, $7, 'week', $14, $15, $16),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'week', $14, $15, $16),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'month', $19, $20, $21), ($1, $2, $3, $4, $5, 0, 0, $7, 'month', $19, $20, $21),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'month', $19, $20, $21),
        ($1, $2, $3, $4, $5, 0, 0, $6, 'all', $24, $25, $26), ($1, $2, $3, $4, $5, 0, 0, $7, 'all', $24, $25, $26),
        ($1, $2, $3, $4, $5, 0, 0, $8, 'all', $24, $25, $26)
    on conflict (guild_id, topic, period, person_id) do update set
        before_total = case
            when standing.starts = excluded.starts then standing.before_total
            when standing.starts = case excluded.period when 'day' then $12 when 'week' then $17 when 'month' then $22 else $27 end
                then standing.total
            when standing.starts < excluded.starts then 0
            when standing.starts = case excluded.period when 'day' then $13 when 'week' then $18 when 'month' then $23 else $28 end
                then standing.before_total + excluded.total
            else standing.before_total end,
        before_answers = case
            when standing.starts = excluded.starts then standing.before_answers
            when standing.starts = case excluded.period when 'day' then $12 when 'week' then $17 when 'month' then $22 else $27 end
                then standing.answers
            when standing.starts < excluded.starts then 0
            when standing.starts = case excluded.period when 'day' then $13 when 'week' then $18 when 'month' then $23 else $28 end
                then standing.before_answers + excluded.answers
            else standing.before_answers end,
        points = case when standing.starts = excluded.starts then standing.points + excluded.points
            when standing.starts < excluded.starts then excluded.points else standing.points end,
        questions = case when standing.starts = excluded.starts then standing.questions + excluded.questions
            when standing.starts < excluded.starts then excluded.questions else standing.questions end,
        total = case when standing.starts = excluded.starts then standing.total + excluded.total
            when standing.starts < excluded.starts then excluded.total else standing.total end,
        answers = case when standing.starts = excluded.starts then standing.answers + excluded.answers
            when standing.starts < excluded.starts then excluded.answers else standing.answers end,
        shown = excluded.shown,
        starts = case when standing.starts < excluded.starts then excluded.starts else standing.starts end";

const RECORD: &str = "insert into record (person_id, question, attempts, best, latest, latest_id, latest_at, latest_day)
    values ($1, $2, 1, $3, $3, $4, $5, $6)
    on conflict (person_id, question) do update set attempts = record.attempts + 1,
        best = case when record.best < excluded.best then excluded.best else record.best end,
        latest = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest else record.latest end,
        latest_day = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest_day else record.latest_day end,
        latest_id = case when record.latest_at < excluded.latest_at or (record.latest_at = excluded.latest_at
            and record.latest_id < excluded.latest_id) then excluded.latest_id else record.latest_id end,
        latest_at = case when record.latest_at < excluded.latest_at then excluded.latest_at else record.latest_at end
";
const RECORD_FOLLOWED: &str = "update record set best = case when best < $3 then $3 else best end,
        latest = case when latest_id = $4 then $3 else latest end
    where person_id = $1 and question = $2";

const ABILITY: &str = "insert into ability (person_id, moved, attempts) values ($1, $2, 1)
    on conflict (person_id) do update set moved = ability.moved + excluded.moved, attempts = ability.attempts + 1";
const DIFFICULTY: &str = "insert into difficulty (question, level, moved, attempts) values ($1, $2, $3, 1)
    on conflict (question) do update set moved = difficulty.moved + excluded.moved, attempts = difficulty.attempts + 1";

/// What the script of an attempt writes beside its row and the person's words: one bit each. Parameters follow in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts(usize);

impl Parts {
    /// The record of the question takes a follow-up, rather than an answer.
    pub(super) const FOLLOWS: Self = Self(1);
    /// The member's tally of the question.
    pub(super) const TALLY: Self = Self(2);
    /// The boards.
    pub(super) const BOARDS: Self = Self(4);
    /// The ratings: last, since others wait for the question's row until it is committed.
    pub(super) const RATINGS: Self = Self(8);

    /// Those that apply.
    pub(super) fn of(parts: [(Self, bool); 4]) -> Self {
        Self(parts.iter().filter(|(_, applies)| *applies).fold(0, |bits, (part, _)| bits | part.0))
    }

    fn has(self, part: Self) -> bool {
        self.0 & part.0 != 0
    }

    fn statements(self) -> Vec<&'static str> {
        let mut statements = vec![INSERT, ANSWER, if self.has(Self::FOLLOWS) { RECORD_FOLLOWED } else { RECORD }];
        statements.extend(self.has(Self::TALLY).then_some(TALLY));
        statements.extend(self.has(Self::BOARDS).then_some(POST));
        statements.extend(if self.has(Self::RATINGS) { &[ABILITY, DIFFICULTY][..] } else { &[] });
        statements
    }

    fn every(script: fn(&[&str]) -> String) -> Vec<String> {
        (0..16).map(|bits| script(&Self(bits).statements())).collect()
    }

    /// The script for SQLite.
    pub(super) fn sqlite(self) -> &'static str {
        static EVERY: LazyLock<Vec<String>> = LazyLock::new(|| Parts::every(for_sqlite));
        EVERY.get(self.0).map_or("", String::as_str)
    }

    /// The script for PostgreSQL.
    pub(super) fn postgres(self) -> &'static str {
        static EVERY: LazyLock<Vec<String>> = LazyLock::new(|| Parts::every(for_postgres));
        EVERY.get(self.0).map_or("", String::as_str)
    }
}
