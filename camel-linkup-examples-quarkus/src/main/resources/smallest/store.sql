merge into company (id, industry, employees, headquarters, status, error) values (
    :#${header.CamelLinkupReference}, :#${body?.industry}, :#${body?.employees}, :#${body?.headquarters},
    :#${header.CamelLinkupTaskStatus}, :#${header.CamelLinkupTaskError}
)
