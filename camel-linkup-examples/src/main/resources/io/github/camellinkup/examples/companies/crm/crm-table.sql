-- One row for each company that was ever sent, in H2, PostgreSQL, MariaDB and MySQL.
-- MariaDB and MySQL execute what /*! encloses, MariaDB alone what /*M! encloses; to the others it is a comment. There
-- keys would be equal that differ in case, accents or trailing blanks, and a text would end after 64 KB; a text with a
-- length is the smallest type that holds as much.
create table if not exists {table} (
    company_key     varchar(255) /*!80017 collate utf8mb4_0900_bin */ /*M! collate utf8mb4_nopad_bin */
                    not null primary key,
    name            varchar(500) not null,
    website         text /*!(1000000000)*/,
    country         text /*!(1000000000)*/,
    status          varchar(10) not null, -- sent, done or failed
    industry        text /*!(1000000000)*/,
    employees       bigint,
    founded         integer,
    headquarters    text /*!(1000000000)*/,
    chief_executive text /*!(1000000000)*/,
    description     text /*!(1000000000)*/,
    sources         text /*!(1000000000)*/, -- JSON: [{"name": ..., "url": ...}]
    error           text /*!(1000000000)*/, -- why it failed
    task_id         varchar(100),
    sent_at         timestamp(3) null,
    finished_at     timestamp(3) null,
    run_id          varchar(40) not null, -- the run that sent the row last: when it began
    invented        boolean not null      -- true: made up by the stand-in, not a fact
) /*! default character set utf8mb4 */
