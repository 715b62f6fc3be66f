-- Boards that do not grow with the ledger: sums that are kept in the transaction of every attempt, and can be made anew
-- from the ledger at any time (`mockingbird verify`).

-- The question's level, which weighs its points; null for what was written before there were weights. Counted says
-- whether the attempt counts on its guild's boards: the first one at a question on a day of the guild's does, repeats
-- are practice. It is decided once, when the attempt is written. The guild's day is null where nothing can reach a board.
alter table attempt add column level text;
alter table attempt add column counted boolean not null default false;

update attempt set guild_day = local_day
where installed and guild_day is null
    and exists (select 1 from member m where m.guild_id = attempt.guild_id and m.person_id = attempt.person_id);
update attempt set counted = true
where ranked and id in (
    select id from (
        select id, row_number() over (
            partition by guild_id, person_id, bank, subject, concept, question, guild_day order by created_at, id
        ) as nth
        from attempt where guild_day is not null and parent_id is null
    ) days
    where nth = 1
);

-- Whether a person is still in the guild is asked of Discord when they stand on a page that is shown, once a day.
alter table member add column left_at timestamptz;
alter table member add column checked_at timestamptz;

-- What a person's attempts at one question come to, everywhere. Scores are thousandths, follow-ups added.
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
);

-- The best counted points of a member at one question in the latest week and month that they were asked it in, and of all
-- time; null where nothing counted. The last day is the guild's day of the latest attempt: another on it is practice.
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
);

-- A member's line on one board. Topic: '' for all, `bank/subject`, or `bank/subject/concept`. Period: day, week, month or
-- all; one row each, which holds the latest window in which something counted, from the day that it starts on, and what is
-- needed of the window before it. Total: thousandths of all that counted; points: the best of each question, weighed by level.
-- Five counted answers make an average, and five in each of two windows an improvement, both in thousandths.
create table standing (
    guild_id bigint not null,
    person_id uuid not null,
    topic text not null,
    period text not null,
    starts date not null,
    shown boolean not null,
    points bigint not null,
    questions bigint not null,
    total bigint not null,
    answers bigint not null,
    before_total bigint not null,
    before_answers bigint not null,
    average bigint generated always as (case when answers >= 5 then total / answers end) stored,
    improvement bigint generated always as (
        case when answers >= 5 and before_answers >= 5 then total / answers - before_total / before_answers end
    ) stored,
    primary key (guild_id, person_id, topic, period),
    foreign key (guild_id, person_id) references member (guild_id, person_id) on delete cascade
);
create index standing_by_points on standing (guild_id, topic, period, starts, points desc, person_id) where shown;
create index standing_by_average on standing (guild_id, topic, period, starts, average desc, person_id)
    where shown and average is not null;
create index standing_by_improvement on standing (guild_id, topic, period, starts, improvement desc, person_id)
    where shown and improvement is not null;

-- Work that a migration leaves to the program: the sums of what was there before are made when the database is opened.
create table chore (
    name text primary key
);
insert into chore (name) values ('rebuild');

-- Deleting a person, or purging a guild, looks these up.
create index dispute_of_person on dispute (person_id);
create index interview_of_guild on interview (guild_id);
