-- What people set for themselves: the level that they are asked at (null: every one), and the time that they have where it
-- is limited, in percent.
alter table person add column level text;
alter table person add column extended_time bigint not null default 100;

-- What a guild sets: the language of what everybody there sees (null: as Discord says), and the channels where the bot shows
-- something to everybody: Discord's ids with commas between; everywhere when empty.
alter table guild add column language text;
alter table guild add column channels text not null default '';

-- A verdict is objected to once.
drop index dispute_of_attempt;
create unique index dispute_of_attempt on dispute (attempt_id);
