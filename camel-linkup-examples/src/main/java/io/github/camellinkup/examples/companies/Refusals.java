package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.component.LinkupConstants;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RefusedRowException;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.examples.companies.report.FailedRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;

/** What becomes of the rows of a batch when Linkup refuses some of them: those fail, the others are sent. */
public final class Refusals {

    /** The exchange property with the rows that the requests were made from. */
    static final String ROWS = "rows";

    private final CrmTable crm;
    private final FailedRows failedRows;
    private final Run run;
    private final RunId runId;

    public Refusals(CrmTable crm, FailedRows failedRows, Run run, RunId runId) {
        this.crm = crm;
        this.failedRows = failedRows;
        this.run = run;
        this.runId = runId;
    }

    /**
     * Leaves the requests of a batch that Linkup has refused and that were not created. Every other failure is thrown again:
     * above all, what may have been created must not be sent again.
     */
    void keepNotCreated(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LinkupPartialBatchException partial = ObjectHelper.getException(LinkupPartialBatchException.class, failure);
        if (ObjectHelper.getException(LinkupInvalidRequestException.class, failure) == null
                || partial != null
                        && !(partial.getUncertain().isEmpty()
                                && partial.getUnrecorded().isEmpty())) {
            throw failure;
        }
        if (partial != null) {
            run.sent(partial.getCreatedIds());
            Set<String> keys =
                    partial.getNotCreated().stream().map(TaskRequest::reference).collect(Collectors.toSet());
            List<?> requests = exchange.getMessage().getBody(List.class);
            exchange.getMessage()
                    .setBody(requests.stream()
                            .filter(request -> keys.contains(((Map<?, ?>) request).get("reference")))
                            .toList());
        }
    }

    /** The row of a request that Linkup has refused by itself fails, in the CRM as well. */
    void fail(Exchange exchange) {
        String key = exchange.getMessage().getHeader(LinkupConstants.REFERENCE, String.class);
        String reason =
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage();
        try {
            crm.save(CrmResult.refused(key, reason).values(), runId);
        } catch (RefusedRowException e) {
            // The table does not take the failure, so the file alone has it.
        }
        List<?> rows = exchange.getProperty(ROWS, List.class);
        rows.stream()
                .map(CompanyRow.class::cast)
                .filter(row -> row.problem().isEmpty() && row.key().equals(key))
                .findFirst()
                .ifPresent(row -> failedRows.add(row, reason));
        run.unusable();
    }
}
