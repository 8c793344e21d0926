-- snippet:sql
insert into source (url, topic, title, content, found)
values (:#${body.url}, :#${exchangeProperty.topic}, :#${body.name}, :#${body.content}, :#${exchangeProperty.now})
on conflict do nothing
-- end:sql
