-- snippet:table
create table if not exists company (
    id        varchar(100) primary key,
    name      varchar(500) not null,
    industry  text,
    employees bigint,
    problem   text
);
merge into company (id, name) values ('1', 'Apache Software Foundation'), ('2', 'Linkup'), ('3', 'Acme');
-- end:table
