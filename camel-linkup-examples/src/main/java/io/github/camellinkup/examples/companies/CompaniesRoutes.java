package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.util.Iterator;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** The flow: rows become tasks in one route, finished tasks become rows of the CRM in the other. */
public final class CompaniesRoutes extends RouteBuilder {

    private static final String PROFILE = "structuredOutputClass=" + CompanyProfile.class.getName();

    private final Iterator<CompanyRow> rows;
    private final String searchOptions;
    private final Screening screening;
    private final Results results;
    private final Run run;

    /**
     * @param rows the companies; may end early
     * @param searchOptions options of the endpoint, each with {@code &} before it
     * @param screening picks the rows to send
     * @param results keeps the results
     * @param run is told what happens
     */
    public CompaniesRoutes(
            Iterator<CompanyRow> rows, String searchOptions, Screening screening, Results results, Run run) {
        this.rows = rows;
        this.searchOptions = searchOptions;
        this.screening = screening;
        this.results = results;
        this.run = run;
    }

    @Override
    public void configure() {
        send();
        receive();
    }

    private void send() {
        from("timer:companies?repeatCount=1&delay=0")
                .routeId("send-companies")
                .startupOrder(2)
                .doTry()
                .to("direct:take-over")
                .setBody(exchange -> rows)
                .split()
                .simple("${collate({{companies.rows-at-once}})}")
                .streaming()
                .stopOnException()
                .to("direct:send")
                .end()
                .bean(run, "allSent")
                .endDoTry()
                .doCatch(Exception.class)
                .bean(run, "cannotSend(${exception})")
                .end();

        // The rows of one split travel in one batch: it makes the calls of up to 100, and several at a time.
        from("direct:send")
                .routeId("send-some-companies")
                .errorHandler(noErrorHandler())
                .bean(screening, "pick")
                .filter(simple("${body.size} > 0"))
                .to("linkup:tasks?mode=batch&batchAnswer=ids&type=search&includeSources=true&" + PROFILE
                        + searchOptions)
                .bean(run, "sent");
    }

    private void receive() {
        from("linkup:tasks?taskScope=submitted&bridgeErrorHandler=true&" + PROFILE)
                .routeId("receive-results")
                .startupOrder(1)
                // A result that cannot be read, or does not fit the record, does not get better: its row has failed.
                .onException(LinkupException.class)
                .onWhen(header(LinkupConstants.TASK_ID).isNotNull())
                .handled(true)
                .setHeader(LinkupConstants.TASK_ERROR, exceptionMessage())
                .setBody(exchange -> null)
                .to("direct:store")
                .end()
                // Without a task it is the poll that has failed. The next one makes up for it.
                .onException(Exception.class)
                .onWhen(header(LinkupConstants.TASK_ID).isNull())
                .handled(true)
                .log(LoggingLevel.WARN, "Results could not be read: ${exception.message}")
                .end()
                .to("direct:store");

        from("direct:store")
                .routeId("store-result")
                // A task that is not acknowledged comes again, so a database that is gone for good has to end the job.
                .onException(Exception.class)
                .maximumRedeliveries(3)
                .redeliveryDelay(500)
                .bean(run, "cannotKeep(${exception})")
                .end()
                .bean(CrmResult.class, "of")
                .bean(results, "store");
    }
}
