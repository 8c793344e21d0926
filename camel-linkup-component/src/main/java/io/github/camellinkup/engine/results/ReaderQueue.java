package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is wanted of a reader, and whose turn it is. The subscribers take turns. Page calls get at
 * most every second turn. Where only the quota is wanted, a page is read for it. Thread-safe.
 */
final class ReaderQueue {

    /** What is read next, and for what. */
    sealed interface Turn permits PageCall, ResultTurn, QuotaTurn {}

    /** A page that is asked for by itself. */
    record PageCall(TaskQuery query, CompletableFuture<TaskPage> page) implements Turn {}

    /**
     * Results are wanted.
     *
     * @param lead the subscriber that chooses what is read
     * @param isAlone whether the read can bring nothing to others
     */
    record ResultTurn(WaitingRead lead, boolean isAlone) implements Turn {}

    /** Nothing but the quota is wanted. */
    record QuotaTurn() implements Turn {}

    private final Deque<WaitingRead> reads = new ArrayDeque<>();
    private final Deque<PageCall> pages = new ArrayDeque<>();
    private final List<CompletableFuture<Quota>> quotas = new ArrayList<>();
    private boolean lastWasPageCall;
    private boolean closed;

    /** @return false if the queue is closed */
    synchronized boolean add(WaitingRead read) {
        return !closed && reads.add(read);
    }

    /**
     * A read that goes on waiting keeps its place.
     *
     * @return false if the queue is closed
     */
    synchronized boolean addAgain(WaitingRead read) {
        if (!closed) {
            reads.addFirst(read);
        }
        return !closed;
    }

    /** @return false if the queue is closed */
    synchronized boolean add(PageCall page) {
        return !closed && pages.add(page);
    }

    /** @return false if the queue is closed */
    synchronized boolean add(CompletableFuture<Quota> quota) {
        return !closed && quotas.add(quota);
    }

    synchronized boolean isEmpty() {
        return reads.isEmpty() && pages.isEmpty() && quotas.isEmpty();
    }

    /** Begins the next turn. */
    synchronized Turn next() {
        lastWasPageCall = !pages.isEmpty() && (reads.isEmpty() || !lastWasPageCall);
        if (lastWasPageCall) {
            return pages.remove();
        }
        return reads.isEmpty() ? new QuotaTurn() : new ResultTurn(reads.peek(), reads.size() == 1 && quotas.isEmpty());
    }

    /** Whether the read of the last turn is of no use any more. A page that was asked for by itself always is. */
    synchronized boolean isLastTurnUnwanted() {
        return isEmpty() && !lastWasPageCall;
    }

    /** @return false if it does not wait any more */
    synchronized boolean remove(WaitingRead read) {
        return reads.remove(read);
    }

    synchronized List<WaitingRead> takeReads() {
        List<WaitingRead> taken = List.copyOf(reads);
        reads.clear();
        return taken;
    }

    synchronized List<CompletableFuture<Quota>> takeQuotas() {
        List<CompletableFuture<Quota>> taken = List.copyOf(quotas);
        quotas.clear();
        return taken;
    }

    /** Takes no more. */
    synchronized List<PageCall> close() {
        closed = true;
        List<PageCall> taken = List.copyOf(pages);
        pages.clear();
        return taken;
    }
}
