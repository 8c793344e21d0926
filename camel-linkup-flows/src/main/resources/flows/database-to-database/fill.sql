-- snippet:sql
update company
set industry = :#${body?.industry}, employees = :#${body?.employees}, headquarters = :#${body?.headquarters},
    status = :#${header.CamelLinkupTaskStatus}, problem = :#${header.CamelLinkupTaskError}
where id = :#${header.CamelLinkupReference}
-- end:sql
