-- What the program asks next: how far people have come, how hard questions are, interviews that adapt.

-- How a person's first attempt at a question moved both their ratings, in millionths of a logit: decided once, when the
-- attempt is written, so that a rating is a sum over the ledger. Null where an attempt moves nothing.
alter table attempt add column person_step bigint;
alter table attempt add column question_step bigint;

-- A person's rating: the sum of their steps.
create table ability (
    person_id uuid primary key references person (id) on delete cascade,
    moved bigint not null,
    attempts bigint not null
);

-- A question's rating: where its level put it when it was first attempted, and the sum of its steps.
create table difficulty (
    question text primary key,
    level text,
    moved bigint not null,
    attempts bigint not null
);

-- Decides what chance decides in an interview whose questions are chosen as it goes on; null where they were all chosen
-- when it was started.
alter table interview add column seed bigint;

-- The steps of what was there before are made when the database is opened.
insert into chore (name) values ('rate');
