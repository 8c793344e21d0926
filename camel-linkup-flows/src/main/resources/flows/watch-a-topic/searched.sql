-- snippet:sql
update topic
set searched_until = cast(:#${exchangeProperty.today} as date)
where name = :#${exchangeProperty.topic}
-- end:sql
