package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects the created tasks of a batch in the order of its requests, as far as they are to be kept. */
final class CreatedTasks {

    private final BatchAnswer answer;

    /** A {@link Task} or an id at the position of its request; null where there is none. */
    private final List<Object> kept = new ArrayList<>();

    private long count;

    CreatedTasks(BatchAnswer answer) {
        this.answer = answer;
    }

    /** Takes the task of the request at a position, from 0; positions come in any order. */
    void add(long position, Task task) {
        addKept(
                position,
                switch (answer) {
                    case TASKS -> task;
                    case IDS -> task.id();
                    case NONE -> null;
                });
    }

    /** What is kept of the task of a request; null if there is nothing. */
    Object kept(long position) {
        return position < kept.size() ? kept.get((int) position) : null;
    }

    /** Takes over what another collection has {@link #kept} of a task. */
    void addKept(long position, Object task) {
        count++;
        if (task != null) {
            while (kept.size() <= position) {
                kept.add(null);
            }
            kept.set((int) position, task);
        }
    }

    /** How many tasks were created, kept or not. */
    long count() {
        return count;
    }

    List<Task> tasks() {
        return kept.stream()
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .toList();
    }

    List<String> ids() {
        return kept.stream()
                .filter(Objects::nonNull)
                .map(each -> each instanceof Task task ? task.id() : (String) each)
                .toList();
    }
}
