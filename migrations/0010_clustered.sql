-- Sums made anew, lying together in the order in which they are read and with as few indexes as they need: what an attempt
-- costs is the pages that it touches. What stands in a comment that begins with an engine's name is a clause of that engine's
-- own, which the program puts in its place there (`migrator` in store/open.rs); everywhere else it is a comment.

-- A member's line on one board, as 0002 has it. Twelve lines of an attempt once dirtied some forty pages, since each measure
-- had an index in the order of its board, in which every line moved. Now the lines of a board lie together, and a page is found by
-- going through them: at the most the people of one guild. No indexed column ever changes, so that PostgreSQL updates a
-- line within its page. Average and improvement are reckoned where they are read.
alter table standing rename to standing_before;
create table standing (
    guild_id bigint not null,
    topic text not null,
    period text not null,
    person_id uuid not null,
    starts date not null,
    shown boolean not null,
    points bigint not null,
    questions bigint not null,
    total bigint not null,
    answers bigint not null,
    before_total bigint not null,
    before_answers bigint not null,
    primary key (guild_id, topic, period, person_id),
    foreign key (guild_id, person_id) references member (guild_id, person_id) on delete cascade
) /* sqlite: without rowid */ /* postgres: with (fillfactor = 80) */;
insert into standing (guild_id, topic, period, person_id, starts, shown, points, questions, total, answers, before_total,
    before_answers)
select guild_id, topic, period, person_id, starts, shown, points, questions, total, answers, before_total, before_answers
from standing_before order by guild_id, topic, period, person_id;
drop table standing_before;
-- Hiding, leaving and deleting look here; a line is written to it once.
create index standing_of_person on standing (person_id, guild_id);

alter table tally rename to tally_before;
create table tally (
    guild_id bigint not null,
    person_id uuid not null,
    question text not null,
    last_day date not null,
    week date,
    week_points bigint,
    month date,
    month_points bigint,
    all_points bigint,
    primary key (guild_id, person_id, question),
    foreign key (guild_id, person_id) references member (guild_id, person_id) on delete cascade
) /* sqlite: without rowid */ /* postgres: with (fillfactor = 90) */;
insert into tally (guild_id, person_id, question, last_day, week, week_points, month, month_points, all_points)
select guild_id, person_id, question, last_day, week, week_points, month, month_points, all_points
from tally_before order by guild_id, person_id, question;
drop table tally_before;

alter table record rename to record_before;
create table record (
    person_id uuid not null references person (id) on delete cascade,
    question text not null,
    attempts bigint not null,
    best bigint not null,
    latest bigint not null,
    latest_id uuid not null,
    latest_at timestamptz not null,
    latest_day date not null,
    primary key (person_id, question)
) /* sqlite: without rowid */ /* postgres: with (fillfactor = 90) */;
insert into record (person_id, question, attempts, best, latest, latest_id, latest_at, latest_day)
select person_id, question, attempts, best, latest, latest_id, latest_at, latest_day
from record_before order by person_id, question;
drop table record_before;

-- Most attempts have no parent, and many no round: such rows stay out of these.
drop index attempt_of_round;
create index attempt_of_round on attempt (round_id) where round_id is not null;
drop index attempt_follow_up;
create unique index attempt_follow_up on attempt (parent_id, follows) where parent_id is not null;
