package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** The flow: rows become tasks in one route, finished tasks become rows of the CRM in the other. */
public final class CompaniesRoutes extends RouteBuilder {

    private static final String PROFILE = "structuredOutputClass=" + CompanyProfile.class.getName();
    private static final String SEARCH = "type=search&includeSources=true&" + PROFILE;

    private final Iterator<CompanyRow> rows;
    private final Screening screening;
    private final Refusals refusals;
    private final Results results;
    private final Run run;

    /**
     * @param rows the companies; may end early
     * @param screening picks the rows to send
     * @param refusals lets rows fail that Linkup refuses
     * @param results keeps the results
     * @param run is told what happens
     */
    public CompaniesRoutes(
            Iterator<CompanyRow> rows, Screening screening, Refusals refusals, Results results, Run run) {
        this.rows = rows;
        this.screening = screening;
        this.refusals = refusals;
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
                .setProperty(Refusals.ROWS, body())
                .bean(screening, "pick")
                .filter(simple("${body.size} > 0"))
                .doTry()
                .to("linkup:tasks?mode=batch&batchAnswer=ids&" + SEARCH)
                .bean(run, "sent")
                .doCatch(LinkupException.class)
                .process(refusals::keepNotCreated)
                .to("direct:send-one-by-one")
                .end();

        // A batch stops where Linkup refuses a request. One by one each has its own task or its own refusal; those that
        // come together still travel in one call.
        from("direct:send-one-by-one")
                .routeId("send-companies-one-by-one")
                .errorHandler(noErrorHandler())
                .split(body())
                .parallelProcessing()
                .setHeader(LinkupConstants.REFERENCE, simple("${body[reference]}"))
                .doTry()
                .to("linkup:tasks?mode=single&" + SEARCH)
                .setBody(exchange -> List.of(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class)))
                .bean(run, "sent")
                .doCatch(LinkupInvalidRequestException.class)
                .process(refusals::fail)
                .end()
                .end();
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
