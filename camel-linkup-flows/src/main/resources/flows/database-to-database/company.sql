-- snippet:table
create table company (
    id varchar(100) primary key,
    name text not null,
    country text not null,
    industry text,
    employees bigint,
    headquarters text,
    status varchar(20),
    problem text
);
create index company_to_ask on company (id) where status is null;
-- end:table
insert into company (id, name, country) values
    ('C-1', 'Airbus', 'France'),
    ('C-2', 'ASML', 'Netherlands'),
    ('C-3', 'SAP', 'Germany'),
    ('C-4', 'Novo Nordisk', 'Denmark'),
    ('C-5', 'Volvo', 'Sweden');
