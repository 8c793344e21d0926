package io.github.camellinkup.examples.companies;

/**
 * How far a run is. Every row that was read is in exactly one of {@code unusable}, {@code doneBefore},
 * {@code failedBefore}, {@code done}, {@code failed}, running or not sent.
 *
 * @param rows rows in the file
 * @param unusable rows without name or key, or with the key of an earlier row
 * @param doneBefore rows that the CRM had already
 * @param failedBefore rows that failed in an earlier run and were not sent again
 * @param sent tasks that were created
 * @param done tasks that completed and are in the CRM
 * @param failed tasks that failed
 */
record Counts(long rows, long unusable, long doneBefore, long failedBefore, long sent, long done, long failed) {

    /** Tasks that have not finished. */
    long running() {
        // A result can come in before the call that created its task has returned.
        return Math.max(0, sent - done - failed);
    }

    /** Rows that need nothing more in this run. */
    long settled() {
        return unusable + doneBefore + failedBefore + done + failed;
    }

    /** Rows that were not reached, or could not be sent. */
    long notSent() {
        return rows - settled() - running();
    }
}
