-- Sessions of study groups: who is in one, its rounds, what was answered, and the cards that stand in the channel. Every
-- deadline is a time, so that any process can go on at any moment. A session is purged some time after its end; what was
-- graded in it stays in the ledger.

-- Phase: lobby, asking, revealed or ended; round is the position that it is about, until the time at which it is over (of
-- an asked round that is the round's own deadline). Minutes: null where each question has its own. Each change of it or of
-- its rounds raises the version, and is made only against the version that was read. Shown: the version that its cards show.
create table session (
    id uuid primary key,
    guild_id bigint not null references guild (id) on delete cascade,
    channel_id bigint not null,
    host_id uuid references person (id) on delete set null,
    topic text,
    level text,
    questions bigint not null,
    minutes bigint,
    patience_seconds bigint not null,
    locale text not null,
    version bigint not null,
    shown bigint not null,
    phase text not null,
    round bigint,
    until timestamptz,
    paused_at timestamptz,
    due_at timestamptz,
    opened_at timestamptz not null,
    changed_at timestamptz not null,
    ended_at timestamptz,
    ending text
);
create unique index session_of_channel on session (channel_id) where ended_at is null;
create index session_of_guild on session (guild_id);
create index session_of_host on session (host_id);
create index session_by_due on session (due_at) where ended_at is null;
create index session_unshown on session (changed_at) where shown < version;
create index session_by_end on session (ended_at);

-- A person in a session, in the order of coming in. Here: still there, in a session that goes on; one such row in a guild.
-- Extended: percent of the time that others have.
create table session_member (
    session_id uuid not null references session (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    guild_id bigint not null,
    position bigint not null,
    here boolean not null,
    seen_at timestamptz not null,
    extended bigint not null,
    primary key (session_id, person_id)
);
create index session_member_of_person on session_member (person_id);
create unique index session_member_once on session_member (guild_id, person_id) where here;

-- One question of a session. Status: waiting, asked or closed.
create table session_round (
    id uuid primary key,
    session_id uuid not null references session (id) on delete cascade,
    position bigint not null,
    question text not null,
    allowed_seconds bigint not null,
    status text not null,
    asked_at timestamptz,
    deadline timestamptz,
    late boolean not null,
    unique (session_id, position)
);

-- What a person did in a round. The id is the one that the attempt gets when the round is closed: until then the words of
-- the last answer stand here, sealed like an answer; afterwards they are the answer of that attempt.
create table session_entry (
    attempt_id uuid primary key,
    round_id uuid not null references session_round (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    position bigint not null,
    hints bigint not null,
    answers bigint not null,
    answered_at timestamptz,
    quotable boolean not null,
    graded boolean not null,
    interaction text,
    body bytea,
    key_id text,
    unique (round_id, person_id)
);
create index session_entry_of_person on session_entry (person_id);

-- A message of a session: claimed before it is sent, known by its id afterwards. Digest: what it
-- shows; until it was sent, the nonce that it is sent under.
create table session_card (
    session_id uuid not null references session (id) on delete cascade,
    slot text not null,
    message_id bigint,
    digest text not null,
    claimed_at timestamptz not null,
    primary key (session_id, slot)
);
