-- What an interview may have: a time for each question, and an earlier one whose missed questions it asks.

-- Minutes for each question; null where time is not limited.
alter table interview add column minutes bigint;

-- The interview whose missed questions this one asks again. One such interview is open at a time, however often it is wished
-- for at once.
alter table interview add column again_of uuid;
create unique index interview_again on interview (again_of) where ended_at is null;

-- When the time of a question is over, with the person's extended time; and whether it was answered after that.
alter table round add column deadline timestamptz;
alter table round add column late boolean not null default false;
