package io.github.camellinkup.client;

import io.github.camellinkup.client.model.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands tasks on to a sink, one group at a time and the next only when the sink has taken the one before. Tasks that
 * arrive meanwhile wait and go on together. Thread-safe.
 */
final class TaskFeed {

    /** Hears how it goes, on the thread that fed last or on the one on which the sink was done. */
    interface Listener {

        /** The sink is done with a group, and may get another at once. */
        void taken();

        /** The sink has room, and nothing waits. */
        void hasRoom();

        /** The sink has taken the last group. */
        void ended();

        /** The sink has failed; it gets no more. */
        void sinkFailed(Throwable cause);
    }

    /** A group has no more than this. */
    static final int MAX_TASKS = 100;

    /** A group of more than one task has no more than this. */
    static final long MAX_BYTES = 4L * 1024 * 1024;

    private final TaskSink sink;
    private final Listener listener;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private boolean complete;
    private boolean closed;
    private volatile boolean taking;
    private volatile boolean handedOn;

    TaskFeed(TaskSink sink, Listener listener) {
        this.sink = sink;
        this.listener = listener;
    }

    /** Lets a task wait for {@link #handOn}. */
    synchronized void add(Task task) {
        waiting.add(task);
    }

    /** Says that no more tasks come. */
    synchronized void complete() {
        complete = true;
    }

    /** Whether the sink has been called at all. */
    boolean hasHandedOn() {
        return handedOn;
    }

    /** Whether the sink is still busy with a group. */
    boolean isTaking() {
        return taking;
    }

    /** Calls the sink no more. A call that is under way may still be going on when this returns. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    /**
     * Hands on what waits, if the sink has room. Whoever comes while another hands on leaves a turn to it, so that the
     * sink is never called twice at a time, nor from within itself.
     */
    void handOn() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int taken = 1;
        do {
            handOnOnce();
            taken = turns.addAndGet(-taken);
        } while (taken > 0);
    }

    private void handOnOnce() {
        List<Task> group;
        boolean last;
        synchronized (this) {
            if (closed || taking) {
                return;
            }
            group = group();
            taking = !group.isEmpty();
            last = complete && !taking;
            closed = last;
        }
        if (last) {
            listener.ended();
        } else if (group.isEmpty()) {
            listener.hasRoom();
        } else {
            handedOn = true;
            give(List.copyOf(group));
        }
    }

    private List<Task> group() {
        List<Task> group = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && group.size() < MAX_TASKS) {
            bytes += waiting.peek().json().length();
            if (bytes > MAX_BYTES && !group.isEmpty()) {
                break;
            }
            group.add(waiting.poll());
        }
        return group;
    }

    private void give(List<Task> group) {
        CompletionStage<Void> stage;
        try {
            stage = sink.take(group);
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        if (stage == null) {
            fail(new NullPointerException("The sink answered null in place of a stage"));
            return;
        }
        stage.whenComplete((nothing, failure) -> {
            if (failure == null) {
                listener.taken();
                taking = false;
                handOn();
            } else {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    private void fail(Throwable cause) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        listener.sinkFailed(cause);
    }
}
