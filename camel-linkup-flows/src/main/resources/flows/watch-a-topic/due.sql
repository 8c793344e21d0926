-- snippet:sql
select cast(searched_until as varchar(10))
from topic
where name = :#${body} and searched_until < cast(:#${exchangeProperty.today} as date)
-- end:sql
