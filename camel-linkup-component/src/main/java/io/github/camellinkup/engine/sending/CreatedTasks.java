package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import java.util.ArrayList;
import java.util.List;

/** Collects the tasks of the calls of one batch in the order of the calls, as far as they are to be kept. */
final class CreatedTasks {

    private final BatchAnswer answer;
    private final List<List<Task>> tasks = new ArrayList<>();
    private final List<List<String>> ids = new ArrayList<>();
    private long count;

    CreatedTasks(BatchAnswer answer) {
        this.answer = answer;
    }

    /** Takes the tasks that a call has created; calls can end in any order. */
    void add(long call, List<Task> created) {
        count += created.size();
        if (answer == BatchAnswer.TASKS) {
            set(tasks, call, created);
        } else if (answer == BatchAnswer.IDS) {
            set(ids, call, created.stream().map(Task::id).toList());
        }
    }

    private static <T> void set(List<List<T>> parts, long call, List<T> part) {
        while (parts.size() <= call) {
            parts.add(List.of());
        }
        parts.set((int) call, part);
    }

    long count() {
        return count;
    }

    List<Task> tasks() {
        return joined(tasks);
    }

    List<String> ids() {
        return answer == BatchAnswer.TASKS
                ? tasks.stream().flatMap(List::stream).map(Task::id).toList()
                : joined(ids);
    }

    private static <T> List<T> joined(List<List<T>> parts) {
        List<T> all = new ArrayList<>();
        parts.forEach(all::addAll);
        return all;
    }
}
