-- snippet:sql
select url, topic, title, content, found
from source
order by found desc, url
limit 100
-- end:sql
