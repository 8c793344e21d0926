package io.github.camellinkup.examples.companies;

/**
 * What has become of the rows of the file so far. Each row is counted once.
 *
 * @param rows rows in the file
 * @param unusable rows that cannot be sent
 * @param doneBefore rows that the CRM had before, and that were not sent again
 * @param failedBefore rows that failed in an earlier run and were not sent again
 * @param sent rows whose tasks this run has created
 * @param sentBefore rows whose tasks an earlier run has created, and whose results it did not receive
 * @param done of these two, those that completed and are in the CRM
 * @param failed of these two, those that failed
 * @param notInFile results whose row is not known: at the end those of companies that an earlier run has sent and that
 *     are not in the file
 * @param paid searches that this run has created, without those that Linkup has reported as failed, which cost nothing
 */
public record Counts(
        long rows,
        long unusable,
        long doneBefore,
        long failedBefore,
        long sent,
        long sentBefore,
        long done,
        long failed,
        long notInFile,
        long paid) {

    /** Rows whose tasks have not finished. */
    public long running() {
        return sent + sentBefore - finished();
    }

    /** Rows whose tasks have finished in this run. */
    public long finished() {
        return done + failed;
    }

    /** Rows that need nothing more in this run. */
    public long settled() {
        return unusable + doneBefore + failedBefore + finished();
    }

    /** Rows that were not reached, or could not be sent. */
    public long notSent() {
        return rows - settled() - running();
    }
}
