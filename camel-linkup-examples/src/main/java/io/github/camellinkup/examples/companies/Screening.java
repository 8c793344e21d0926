package io.github.camellinkup.examples.companies;

import io.github.camellinkup.examples.companies.crm.CrmEntry;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.crm.RunId;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.examples.companies.report.FailedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which rows are sent: those that can be asked about, that the CRM does not have yet, and whose task is not
 * pending since an earlier run.
 */
public final class Screening {

    private final Leftovers leftovers;
    private final CrmTable crm;
    private final FailedRows failedRows;
    private final Run run;
    private final RunId runId;
    private final Selection selection;
    private long remaining;

    /** @param limit how many rows are sent at the most; the next run goes on after them */
    public Screening(
            Selection selection,
            Leftovers leftovers,
            CrmTable crm,
            FailedRows failedRows,
            Run run,
            RunId runId,
            long limit) {
        this.selection = selection;
        this.leftovers = leftovers;
        this.crm = crm;
        this.failedRows = failedRows;
        this.run = run;
        this.runId = runId;
        this.remaining = limit;
    }

    /**
     * Picks the rows to send and notes them in the CRM; the others are counted.
     *
     * @param rows some rows of the file
     * @return the requests to send, with the row's key as reference
     */
    public List<Map<String, Object>> pick(List<CompanyRow> rows) {
        Map<String, CompanyRow> usable = new LinkedHashMap<>();
        for (CompanyRow row : rows) {
            row.problem().ifPresentOrElse(reason -> refuse(row, reason), () -> usable.put(row.key(), row));
        }
        Map<String, CrmEntry> known = crm.find(usable.keySet());
        List<CompanyRow> chosen = new ArrayList<>();
        for (CompanyRow row : usable.values()) {
            if (isToBeSent(row, known.get(row.key())) && remaining > 0) {
                chosen.add(row);
                remaining--;
            }
        }
        Map<CompanyRow, String> refused = crm.saveSent(chosen, runId);
        refused.forEach(this::refuse);
        chosen.removeAll(refused.keySet());
        return chosen.stream().map(Screening::request).toList();
    }

    private boolean isToBeSent(CompanyRow row, CrmEntry entry) {
        Optional<String> pending = leftovers.taskOf(row.key());
        // Not pending any more, if the result has come since this run began.
        Optional<String> earlier = pending.or(() -> Optional.ofNullable(entry).map(CrmEntry::taskId));
        if (earlier.isPresent() && run.takeOver(earlier.get())) {
            return false;
        }
        if (selection.isToBeSent(entry)) {
            return true;
        }
        if (entry.isDone()) {
            run.doneBefore();
        } else {
            run.failedBefore();
            failedRows.add(entry);
        }
        return false;
    }

    private void refuse(CompanyRow row, String reason) {
        run.unusable();
        failedRows.add(row, reason);
    }

    private static Map<String, Object> request(CompanyRow row) {
        return Map.of("input", Map.of("q", row.question()), "reference", row.key());
    }
}
