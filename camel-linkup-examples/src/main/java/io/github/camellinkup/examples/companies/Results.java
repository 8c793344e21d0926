package io.github.camellinkup.examples.companies;

import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RefusedRowException;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.report.FailedRows;

/** Keeps results: in the CRM, and those that failed in the file of failed rows too. */
public final class Results {

    private final CrmTable crm;
    private final FailedRows failedRows;
    private final Run run;
    private final RunId runId;

    public Results(CrmTable crm, FailedRows failedRows, Run run, RunId runId) {
        this.crm = crm;
        this.failedRows = failedRows;
        this.run = run;
        this.runId = runId;
    }

    /** Stores a result. One that the database refuses is stored as a failure, with the reason. */
    public void store(CrmResult result) {
        try {
            crm.save(result.values(), runId);
        } catch (RefusedRowException e) {
            if (!result.isFailed()) {
                store(result.asFailure(e.getMessage()));
                return;
            }
            // The table does not take the failure either, so the file alone has it.
        }
        if (result.isFailed()) {
            crm.find(result.key())
                    .map(entry -> entry.failed(result.error(), result.taskId()))
                    .ifPresent(failedRows::add);
        }
        run.finished(result.taskId(), result.isFailed(), result.isPaid());
    }
}
