package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.engine.repository.PendingTask;
import java.util.List;
import java.util.Optional;

/**
 * Where few tasks are outstanding, each of them has its turn, and with several of them so has the list: any of them may
 * finish first. Not thread-safe.
 */
final class FewTasks {

    private static final int MOST = 5;

    private int turn;

    /** The task to read; empty if it is the turn of the list. */
    Optional<PendingTask> next(TaskSelection selection) {
        List<PendingTask> few = selection.oldest(MOST);
        if (few.size() <= 1) {
            return few.stream().findFirst();
        }
        turn++;
        return few.stream().skip(turn % (few.size() + 1)).findFirst();
    }
}
