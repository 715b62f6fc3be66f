-- The last day, as the person's streak counts days, for which it was looked whether a milestone is to be told.
alter table person add column milestone_day date;
