create table if not exists company (reference varchar(100), name text, employees int, problem text);
