-- snippet:sql
select id as reference, 'What does the company ' || name || ' (' || country || ') do?' as q
from company
where status is null
order by id
limit 500
-- end:sql
