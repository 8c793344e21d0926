package io.github.camellinkup.examples.companies;

import java.util.function.Consumer;

/** Counts what happens in one run and knows when nothing more is to come. Thread-safe. */
final class Run {

    private final long rows;
    private final Consumer<Counts> listener;
    private final Runnable whenOver;
    private long unusable;
    private long doneBefore;
    private long failedBefore;
    private long sent;
    private long done;
    private long failed;
    private boolean sending = true;
    private boolean over;
    private Exception problem;

    /**
     * @param rows rows in the file
     * @param listener told of every change
     * @param whenOver called once, by whichever thread counts the last task
     */
    Run(long rows, Consumer<Counts> listener, Runnable whenOver) {
        this.rows = rows;
        this.listener = listener;
        this.whenOver = whenOver;
    }

    synchronized void unusable() {
        unusable++;
        listener.accept(counts());
    }

    synchronized void doneBefore() {
        doneBefore++;
        listener.accept(counts());
    }

    synchronized void failedBefore() {
        failedBefore++;
        listener.accept(counts());
    }

    synchronized void sent(int tasks) {
        sent += tasks;
        listener.accept(counts());
    }

    synchronized void done() {
        done++;
        listener.accept(counts());
        endIfAllIsFinished();
    }

    synchronized void failed() {
        failed++;
        listener.accept(counts());
        endIfAllIsFinished();
    }

    /** The file has been read to its end. */
    synchronized void allSent() {
        sending = false;
        endIfAllIsFinished();
    }

    /** No more can be sent. What was sent is paid for, so its results are still waited for. */
    synchronized void cannotSend(Exception reason) {
        problem = problem == null ? reason : problem;
        allSent();
    }

    /** Results cannot be kept: there is no sense in going on. */
    synchronized void cannotKeep(Exception reason) {
        problem = problem == null ? reason : problem;
        stop();
    }

    /** Ends the run as it is. */
    synchronized void stop() {
        sending = false;
        if (!over) {
            over = true;
            whenOver.run();
        }
    }

    private void endIfAllIsFinished() {
        if (!sending && done + failed >= sent) {
            stop();
        }
    }

    /** Whether nothing more is to be sent. */
    synchronized boolean isOver() {
        return over;
    }

    /** What has gone wrong with the run itself, or null. */
    synchronized Exception problem() {
        return problem;
    }

    synchronized Counts counts() {
        return new Counts(rows, unusable, doneBefore, failedBefore, sent, done, failed);
    }
}
