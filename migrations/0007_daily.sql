-- The daily question, and what streaks need.

-- When a person's day ends (minutes after midnight), the days of the week on which they rest (bit 0 is Monday), and the
-- greatest milestone of their streak that they were told of.
alter table person add column day_ends bigint not null default 180;
alter table person add column rest_days bigint not null default 0;
alter table person add column milestone bigint not null default 0;

-- The person's day by their own day's end, fixed at the time of writing; null before there were streaks.
alter table attempt add column streak_day date;

-- A question a day in a channel. State: on, off or stopped (the channel is gone, or closed to us: the reason says so). The
-- time is in minutes after midnight, the days of the week as bits. Without a next moment nothing falls due. Every change of
-- the settings raises the version; a claim is made only against the version that it was made for.
create table daily (
    id uuid primary key,
    guild_id bigint not null references guild (id) on delete cascade,
    channel_id bigint not null,
    time_zone text not null,
    minute bigint not null,
    days bigint not null,
    topic text,
    level text,
    role_id bigint,
    language text not null,
    state text not null,
    reason text,
    paused_until date,
    next_date date,
    next_due_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    unique (guild_id, channel_id)
);
create index daily_by_due on daily (next_due_at);

-- A message of a daily: one question for each local date, one board for each week. The row is the claim, and is there before
-- anything is sent. State: claimed, posted or skipped (the note says why). Who sends holds the claim until a moment; whoever
-- tries after that looks first whether the message is there.
create table daily_post (
    id uuid primary key,
    daily_id uuid not null references daily (id) on delete cascade,
    kind text not null,
    local_date date not null,
    due_at timestamptz not null,
    question text,
    channel_id bigint not null,
    state text not null,
    note text,
    tries bigint not null,
    held_until timestamptz,
    message_id bigint,
    posted_at timestamptz,
    answers bigint not null,
    shown_answers bigint not null,
    edited_at timestamptz,
    closes_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null,
    unique (daily_id, kind, local_date)
);
create index daily_post_to_send on daily_post (due_at) where state = 'claimed';
create index daily_post_to_close on daily_post (closes_at) where state = 'posted' and closed_at is null;

-- What somebody did with a daily question: hints taken, and the one answer that counts.
create table daily_part (
    post_id uuid not null references daily_post (id) on delete cascade,
    person_id uuid not null references person (id) on delete cascade,
    hints bigint not null,
    answered_at timestamptz,
    attempt_id uuid references attempt (id) on delete cascade,
    primary key (post_id, person_id)
);
create index daily_part_of_person on daily_part (person_id);
create index daily_part_of_attempt on daily_part (attempt_id);

-- Questions that a daily asks next, in order; and those that were passed over, which count as asked.
create table daily_queue (
    id uuid primary key,
    daily_id uuid not null references daily (id) on delete cascade,
    question text not null,
    position bigint not null,
    skipped_at timestamptz
);
create index daily_queue_of_daily on daily_queue (daily_id, position);

-- When the bot was last seen alive, and when it was not.
create table pulse (
    id bigint primary key,
    seen_at timestamptz not null
);
create table outage (
    id uuid primary key,
    began_at timestamptz not null,
    ended_at timestamptz not null
);
create index outage_by_end on outage (ended_at);
