package io.github.camellinkup.smoke;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Asks for one company at once, and for many in tasks whose results become rows of a table. */
public class CompanyRoutes extends RouteBuilder {

    private static final String ANSWER = "structuredOutputClass=" + Company.class.getName();

    public static void main(String[] args) throws Exception {
        application().run(args);
    }

    static Main application() {
        Main main = new Main();
        main.configure().addRoutesBuilder(new CompanyRoutes());
        return main;
    }

    @Override
    public void configure() {
        from("direct:company").to("linkup:search?" + ANSWER);
        from("direct:companies").to("linkup:tasks?type=search&" + ANSWER);
        from("linkup:tasks?taskScope=submitted&" + ANSWER).process("companyTable");
    }
}
