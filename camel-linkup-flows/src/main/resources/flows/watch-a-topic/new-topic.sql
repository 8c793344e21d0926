-- snippet:sql
insert into topic (name, searched_until)
values (:#${body}, cast(:#${exchangeProperty.today} as date) - 7)
on conflict do nothing
-- end:sql
