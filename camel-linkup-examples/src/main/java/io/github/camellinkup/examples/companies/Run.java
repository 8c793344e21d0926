package io.github.camellinkup.examples.companies;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.util.ObjectHelper;

/**
 * Counts what happens in one run and knows when nothing more is to come. Results can come before the call that has
 * created their tasks returns, and before it is known what an earlier run has left. What is remembered is of the size of
 * Linkup's queue, not of the file. Thread-safe.
 */
public final class Run {

    private final long rows;
    private final Consumer<Counts> listener;
    private final Runnable whenOver;
    private long unusable;
    private long doneBefore;
    private long failedBefore;
    private long sent;
    private long sentBefore;
    private long done;
    private long failed;
    /** Tasks of this run that Linkup has reported as failed, which cost nothing. */
    private long free;
    /** Tasks of rows of the file whose results have not come. The value says whether this run has created the task. */
    private final Map<String, Boolean> awaited = new HashMap<>();
    /** Tasks of an earlier run whose results have not come, and whose rows have not been met. */
    private final Set<String> leftOver = new HashSet<>();
    /** Results whose rows are not known yet, by task. */
    private final Map<String, Result> unclaimed = new HashMap<>();

    private record Result(boolean hasFailed, boolean isPaid) {}

    private long lastChange = System.nanoTime();
    private boolean sending = true;
    private boolean over;
    private Exception problem;

    /**
     * @param rows rows in the file
     * @param listener told of every change
     * @param whenOver called once, by whichever thread counts the last task
     */
    public Run(long rows, Consumer<Counts> listener, Runnable whenOver) {
        this.rows = rows;
        this.listener = listener;
        this.whenOver = whenOver;
    }

    synchronized void unusable() {
        unusable++;
        changed();
    }

    synchronized void doneBefore() {
        doneBefore++;
        changed();
    }

    synchronized void failedBefore() {
        failedBefore++;
        changed();
    }

    /** Tasks were created, one for each of as many rows. */
    public synchronized void sent(Collection<String> taskIds) {
        sent += taskIds.size();
        taskIds.forEach(taskId -> await(taskId, true));
        changed();
    }

    /** An earlier run has left these tasks: their results are received before the run ends. Before anything is sent. */
    synchronized void leftOver(Collection<String> taskIds) {
        taskIds.stream().filter(taskId -> !unclaimed.containsKey(taskId)).forEach(leftOver::add);
    }

    /**
     * Counts a row as sent if an earlier run has created this task for it.
     *
     * @return whether that is so, and the row had not been counted
     */
    synchronized boolean takeOver(String taskId) {
        if (!leftOver.remove(taskId) && !unclaimed.containsKey(taskId)) {
            return false;
        }
        sentBefore++;
        await(taskId, false);
        changed();
        return true;
    }

    private void await(String taskId, boolean isOfThisRun) {
        Result result = unclaimed.remove(taskId);
        if (result == null) {
            awaited.put(taskId, isOfThisRun);
        } else {
            count(result, isOfThisRun);
        }
    }

    /** The result of a task is in the CRM. */
    synchronized void finished(String taskId, boolean hasFailed, boolean isPaid) {
        Result result = new Result(hasFailed, isPaid);
        Boolean isOfThisRun = awaited.remove(taskId);
        if (isOfThisRun != null) {
            count(result, isOfThisRun);
        } else {
            leftOver.remove(taskId);
            unclaimed.put(taskId, result);
        }
        changed();
        endIfAllIsFinished();
    }

    private void count(Result result, boolean isOfThisRun) {
        if (result.hasFailed()) {
            failed++;
        } else {
            done++;
        }
        if (isOfThisRun && !result.isPaid()) {
            free++;
        }
    }

    /** The file has been read to its end. */
    public synchronized void allSent() {
        sending = false;
        endIfAllIsFinished();
    }

    /** No more can be sent. What was sent is paid for, so its results are still waited for. */
    public synchronized void cannotSend(Exception reason) {
        LinkupPartialBatchException partial = ObjectHelper.getException(LinkupPartialBatchException.class, reason);
        if (partial != null) {
            sent(partial.getCreatedIds());
        }
        problem = problem == null ? reason : problem;
        if (ObjectHelper.getException(LinkupAuthenticationException.class, reason) == null) {
            allSent();
        } else {
            // With this key no result can be read either.
            stop();
        }
    }

    /** Results cannot be kept: there is no sense in going on. */
    public synchronized void cannotKeep(Exception reason) {
        problem = problem == null ? reason : problem;
        stop();
    }

    /** Ends the run if nothing has happened for so long: Linkup, the key or the network may never work again. */
    public synchronized void endIfSilentFor(long minutes) {
        if (!over && System.nanoTime() - lastChange >= TimeUnit.MINUTES.toNanos(minutes)) {
            cannotKeep(new TimeoutException("Nothing has finished for " + minutes + " minutes"));
        }
    }

    /** Ends the run as it is. */
    public synchronized void stop() {
        sending = false;
        if (!over) {
            over = true;
            whenOver.run();
        }
    }

    private void endIfAllIsFinished() {
        if (!sending && awaited.isEmpty() && leftOver.isEmpty()) {
            stop();
        }
    }

    /** The same rows, but for those that are left when the run is over. */
    public <T> Iterator<T> untilOver(Iterator<T> rows) {
        Stream<T> all = StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false);
        return all.takeWhile(row -> !isOver()).iterator();
    }

    /** Whether nothing more is to be sent. */
    synchronized boolean isOver() {
        return over;
    }

    /** What has gone wrong with the run itself, or null. */
    public synchronized Exception problem() {
        return problem;
    }

    private void changed() {
        lastChange = System.nanoTime();
        listener.accept(counts());
    }

    public synchronized Counts counts() {
        return new Counts(
                rows,
                unusable,
                doneBefore,
                failedBefore,
                sent,
                sentBefore,
                done,
                failed,
                unclaimed.size(),
                sent - free);
    }
}
