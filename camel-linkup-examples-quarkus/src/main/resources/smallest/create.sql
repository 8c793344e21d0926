create table if not exists company (
    id varchar(100) primary key, industry text, employees bigint, headquarters text, status varchar(20), error text
)
