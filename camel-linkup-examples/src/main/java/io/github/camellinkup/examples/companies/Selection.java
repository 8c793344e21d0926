package io.github.camellinkup.examples.companies;

import io.github.camellinkup.examples.companies.crm.CrmEntry;
import io.github.camellinkup.examples.companies.crm.CrmTable;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Tells which companies are to be sent by what is known of them. Writes nothing. */
public final class Selection {

    /** Enough for several calls at the same time, and few enough to look up in the CRM at once. */
    static final int ROWS_AT_ONCE = 400;

    private final Leftovers leftovers;
    private final CrmTable crm;
    private final boolean invented;
    private final boolean retryFailed;

    /**
     * @param invented whether the stand-in answers: its findings replace none of Linkup's
     * @param retryFailed whether companies that failed in an earlier run are sent again
     */
    public Selection(Leftovers leftovers, CrmTable crm, boolean invented, boolean retryFailed) {
        this.leftovers = leftovers;
        this.crm = crm;
        this.invented = invented;
        this.retryFailed = retryFailed;
    }

    /** How many rows would be sent now, also if there is no table yet. */
    public long count(Iterator<CompanyRow> rows) {
        leftovers.find();
        boolean isFirstRun = !crm.exists();
        long count = 0;
        List<CompanyRow> some = new ArrayList<>();
        while (rows.hasNext()) {
            some.add(rows.next());
            if (some.size() == ROWS_AT_ONCE || !rows.hasNext()) {
                count += count(some, isFirstRun);
                some.clear();
            }
        }
        return count;
    }

    private long count(List<CompanyRow> rows, boolean isFirstRun) {
        List<CompanyRow> usable =
                rows.stream().filter(row -> row.problem().isEmpty()).toList();
        Map<String, CrmEntry> known = isFirstRun
                ? Map.of()
                : crm.find(usable.stream().map(CompanyRow::key).toList());
        return usable.stream()
                .filter(row -> leftovers.taskOf(row.key()).isEmpty() && isToBeSent(known.get(row.key())))
                .count();
    }

    /**
     * Whether a company is to be sent whose task is not pending.
     *
     * @param entry what the CRM has of it, or null
     */
    boolean isToBeSent(CrmEntry entry) {
        return entry == null || isToBeReplaced(entry) || !entry.isDone() && (!entry.isFailed() || retryFailed);
    }

    /** What is invented does not count once Linkup can be asked. */
    private boolean isToBeReplaced(CrmEntry entry) {
        return entry.run().invented() && !invented;
    }
}
