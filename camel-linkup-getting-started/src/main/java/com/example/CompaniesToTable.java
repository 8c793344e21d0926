// snippet:routes
package com.example;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dataformat.bindy.csv.BindyCsvDataFormat;
import org.apache.camel.main.Main;

public class CompaniesToTable extends RouteBuilder {

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new CompaniesToTable());
        main.run();
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure() {
        BindyCsvDataFormat csv = new BindyCsvDataFormat(CompanyRow.class);
        csv.setUnwrapSingleInstance(false);

        from("file:{{inbox}}?include=.*[.]csv&moveFailed=.error")
                .unmarshal(csv)
                .transform()
                .body(List.class, CompanyRow::questions)
                .to("linkup:tasks?type=search&idempotencyPeriod=1d&structuredOutputClass=com.example.CompanyFacts")
                .log("${body.size} tasks are under way");

        from("linkup:tasks?taskScope=submitted&structuredOutputClass=com.example.CompanyFacts")
                .log("Company ${header.CamelLinkupReference}: ${header.CamelLinkupTaskStatus}")
                .choice()
                .when(body().isNotNull())
                .to("sql:update company set industry = :#${body.industry}, employees = :#${body.employees}"
                        + " where id = :#CamelLinkupReference")
                .otherwise()
                .to("sql:update company set problem = :#CamelLinkupTaskError where id = :#CamelLinkupReference");
    }
}
// end:routes
