package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.examples.companies.report.FailedRows;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.ObjectHelper;

/** The flow: rows become tasks in one route, finished tasks become rows of the CRM in the other. */
public final class CompaniesRoutes extends RouteBuilder {

    private static final int MILLIS_BETWEEN_LOOKS = 250;

    private static final String SEARCH =
            "&type=search&includeSources=true&structuredOutputClass=" + CompanyProfile.class.getName();

    private final Iterator<CompanyRow> rows;
    private final Leftovers leftovers;
    private final Screening screening;
    private final CrmTable crm;
    private final FailedRows failedRows;
    private final Run run;
    private final RunId runId;
    private final Refusals refusals;

    public CompaniesRoutes(
            Iterator<CompanyRow> rows,
            Leftovers leftovers,
            Screening screening,
            CrmTable crm,
            FailedRows failedRows,
            Run run,
            RunId runId) {
        this.rows = rows;
        this.leftovers = leftovers;
        this.screening = screening;
        this.crm = crm;
        this.failedRows = failedRows;
        this.run = run;
        this.runId = runId;
        this.refusals = new Refusals(crm, failedRows, run, runId);
    }

    @Override
    public void configure() {
        takeOver();
        send();
        receive();
    }

    /** What was under way when an earlier run ended is settled by the component as soon as the other route has begun. */
    private void takeOver() {
        from("direct:take-over")
                .routeId("take-over")
                .errorHandler(noErrorHandler())
                .loopDoWhile(exchange -> !run.isOver() && leftovers.areUnsettled())
                .delay(MILLIS_BETWEEN_LOOKS)
                .end()
                .end()
                .process(exchange -> run.leftOver(leftovers.find()));
    }

    private void send() {
        from("timer:companies?repeatCount=1&delay=0")
                .routeId("send-companies")
                .startupOrder(2)
                .doTry()
                .to("direct:take-over")
                .setBody(exchange -> rowsUntilOver())
                .split()
                .simple("${collate(" + Selection.ROWS_AT_ONCE + ")}")
                .streaming()
                .stopOnException()
                .to("direct:send")
                .end()
                .process(exchange -> run.allSent())
                .endDoTry()
                .doCatch(Exception.class)
                .process(exchange -> stopSending(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                .end();

        from("direct:send")
                .routeId("send-some-companies")
                .errorHandler(noErrorHandler())
                .setProperty(Refusals.ROWS, body())
                .bean(screening, "pick")
                .filter(simple("${body.size} > 0"))
                .doTry()
                .to("linkup:tasks?mode=batch&batchAnswer=ids" + SEARCH)
                .process(exchange -> run.sent(createdTasks(exchange)))
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
                .to("linkup:tasks?mode=single" + SEARCH)
                .process(exchange ->
                        run.sent(List.of(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class))))
                .doCatch(LinkupInvalidRequestException.class)
                .process(refusals::fail)
                .end()
                .end();
    }

    private static List<String> createdTasks(Exchange exchange) {
        List<?> ids = exchange.getMessage().getBody(List.class);
        return ids.stream().map(String.class::cast).toList();
    }

    private void stopSending(Exception reason) {
        LinkupPartialBatchException partial = ObjectHelper.getException(LinkupPartialBatchException.class, reason);
        if (partial != null) {
            run.sent(partial.getCreatedIds());
        }
        run.cannotSend(reason);
    }

    /** A run that is stopped sends nothing more. */
    private Iterator<CompanyRow> rowsUntilOver() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !run.isOver() && rows.hasNext();
            }

            @Override
            public CompanyRow next() {
                return rows.next();
            }
        };
    }

    private void receive() {
        from("linkup:tasks?taskScope=submitted&structuredOutputClass=" + CompanyProfile.class.getName())
                .routeId("receive-results")
                .startupOrder(1)
                // A task that is not acknowledged comes again, so a database that is gone for good has to end the job.
                .onException(Exception.class)
                .maximumRedeliveries(3)
                .redeliveryDelay(500)
                .process(exchange -> run.cannotKeep(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                .end()
                .bean(CrmResult.class, "of")
                .process(exchange -> store(exchange.getMessage().getBody(CrmResult.class)));
    }

    private void store(CrmResult result) {
        crm.save(result.values(), runId);
        if (result.isFailed()) {
            crm.find(result.key()).ifPresent(failedRows::add);
        }
        run.finished(result.taskId(), result.isFailed());
    }
}
