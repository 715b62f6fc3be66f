-- People, interviews and the ledger of attempts. One text for SQLite and PostgreSQL: the type names are PostgreSQL's,
-- which SQLite takes as they come; every id and every time is bound by the program.

-- A human being, whatever they are known by elsewhere.
create table person (
    id uuid primary key,
    time_zone text not null,
    created_at timestamptz not null
);

-- What a person is known by: provider 'discord' with the user's id, 'terminal' with the player's name.
create table account (
    provider text not null,
    external_id text not null,
    person_id uuid not null references person (id) on delete cascade,
    primary key (provider, external_id)
);
create index account_of_person on account (person_id);

-- A Discord server, under Discord's own id. Paused while the bot is not in it.
create table guild (
    id bigint primary key,
    time_zone text not null,
    created_at timestamptz not null,
    left_at timestamptz
);

-- A person in a guild, under the name they have there.
create table member (
    guild_id bigint not null references guild (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    display_name text not null,
    hidden boolean not null,
    primary key (guild_id, person_id)
);
create index member_of_person on member (person_id);

-- A run of questions for one person. Each change of it or of its rounds raises the version, and is made only against
-- the version that was read: that is the lock.
create table interview (
    id uuid primary key,
    person_id uuid not null references person (id) on delete cascade,
    guild_id bigint references guild (id) on delete set null,
    installed boolean not null,
    source text not null,
    topic text,
    level text,
    version bigint not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    shared_at timestamptz
);
create index interview_of_person on interview (person_id, started_at);

-- One question of an interview. Status: waiting, asked, answered or skipped.
create table round (
    id uuid primary key,
    interview_id uuid not null references interview (id) on delete cascade,
    position bigint not null,
    question text not null,
    status text not null,
    hints bigint not null,
    asked_at timestamptz,
    closed_at timestamptz,
    unique (interview_id, position)
);

-- The ledger: every graded answer, never changed. The guild is null in private and in the terminal; installed says
-- whether the app is a member of the guild, without which nothing reaches a board; ranked is false for what was only
-- recited. The days are the person's and the
-- guild's own, fixed at the time of writing. Score: thousandths. Points: JSON object of credit in thousandths by id;
-- mistakes: JSON list of ids. A follow-up names its parent and the point that it asked about.
create table attempt (
    id uuid primary key,
    person_id uuid not null references person (id) on delete cascade,
    guild_id bigint references guild (id) on delete set null,
    installed boolean not null,
    round_id uuid references round (id) on delete set null,
    bank text not null,
    subject text not null,
    concept text not null,
    question text not null,
    rubric_hash text not null,
    source text not null,
    score bigint not null check (score between 0 and 1000),
    points text not null,
    mistakes text not null,
    ranked boolean not null,
    hints bigint not null,
    seconds bigint not null,
    local_day date not null,
    guild_day date,
    interaction text unique,
    parent_id uuid references attempt (id) on delete cascade,
    follows text,
    created_at timestamptz not null
);
create index attempt_of_person on attempt (person_id, created_at);
create index attempt_of_round on attempt (round_id);
create index attempt_of_guild on attempt (guild_id, person_id);
create unique index attempt_follow_up on attempt (parent_id, follows);

-- What was answered, in a table of its own so that it can be purged. Without a key id the body is plain UTF-8.
create table answer (
    attempt_id uuid primary key references attempt (id) on delete cascade,
    body bytea not null,
    key_id text,
    created_at timestamptz not null
);
create index answer_by_age on answer (created_at);

-- A person's objection to a verdict, for the reviewers of their group.
create table dispute (
    id uuid primary key,
    attempt_id uuid not null references attempt (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    reason text not null,
    created_at timestamptz not null,
    decided_at timestamptz,
    decision text
);
create index dispute_of_attempt on dispute (attempt_id);
