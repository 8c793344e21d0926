-- snippet:sql
update company set status = 'sent' where id = :#reference and status is null
-- end:sql
