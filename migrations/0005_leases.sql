-- What all processes share: how far it is given out, in microseconds since 1970.
create table lease (
    name text primary key,
    until_micros bigint not null
);
