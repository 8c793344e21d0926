package io.github.camellinkup.engine.repository;

import io.github.camellinkup.test.ManualClock;
import java.util.List;

/** What the tests of any repository need. */
interface RepositoryContract {

    /** The repository under test, empty at the beginning of each test. */
    TaskRepository repository();

    /** The clock of the repository. */
    ManualClock clock();

    /** Lets the repository know tasks that were created. */
    default void add(PendingTask... tasks) {
        repository().created("no intent", List.of(tasks));
    }
}
