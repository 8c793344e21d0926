-- snippet:tables
create table if not exists topic (
    name varchar primary key,
    searched_until date not null
);
create table if not exists source (
    url varchar primary key,
    topic varchar not null,
    title varchar,
    content varchar,
    found varchar not null
);
-- end:tables
