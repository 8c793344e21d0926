package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;

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
        repository().created("no entry", List.of(tasks));
    }

    /** The open entry of this id. */
    default OutboxEntry openEntry(String id) {
        return repository().openEntries().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    default void discard(String id) {
        assertThat(repository().discard(openEntry(id))).isTrue();
    }

    default void giveUp(String id) {
        assertThat(repository().giveUpEntry(openEntry(id), false)).isTrue();
    }
}
