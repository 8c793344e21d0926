package io.github.camellinkup.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** The calls received: all of them counted, the last ones kept. Thread-safe. */
final class CallJournal {

    private final int capacity;
    private final Deque<ReceivedCall> calls = new ArrayDeque<>();
    private final AtomicLongArray counts = new AtomicLongArray(Operation.values().length);

    CallJournal(int capacity) {
        this.capacity = capacity;
    }

    void record(ReceivedCall call) {
        counts.incrementAndGet(call.operation().ordinal());
        if (capacity == 0) {
            return;
        }
        synchronized (calls) {
            if (calls.size() == capacity) {
                calls.removeFirst();
            }
            calls.addLast(call);
        }
    }

    List<ReceivedCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    long count(Operation operation) {
        return counts.get(operation.ordinal());
    }

    void reset() {
        synchronized (calls) {
            calls.clear();
        }
        for (int index = 0; index < counts.length(); index++) {
            counts.set(index, 0);
        }
    }
}
