-- One row for each company that was ever sent. Types that H2, PostgreSQL, MariaDB and MySQL all have.
create table if not exists {table} (
    company_key     varchar(255) not null primary key,
    name            varchar(500) not null,
    website         text,
    country         text,
    status          varchar(10) not null, -- sent, done or failed
    industry        text,
    employees       bigint,
    founded         integer,
    headquarters    text,
    chief_executive text,
    description     text,
    sources         text,                 -- JSON: [{"name": ..., "url": ...}]
    error           text,                 -- why it failed
    task_id         varchar(100),
    sent_at         timestamp(3) null,
    finished_at     timestamp(3) null,
    run_id          varchar(40) not null, -- the run that sent the row last: when it began
    invented        boolean not null      -- true: made up by the stand-in, not a fact
)
