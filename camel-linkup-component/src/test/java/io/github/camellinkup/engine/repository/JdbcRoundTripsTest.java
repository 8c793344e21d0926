package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.replacing;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole call takes as few ways to the database as a single task: over a network each of them costs its time. */
class JdbcRoundTripsTest {

    private static final int CALL = 100;
    private static final int HANDFUL = 9;

    private final CountingDataSource database = new CountingDataSource(TestDatabase.H2_IN_MEMORY.dataSource());
    private final TaskRepository repository =
            new JdbcTaskRepository(database, TestDatabase.newPrefix(), true, Clock.fixed(NOON, ZoneOffset.UTC));

    /** The tables, and the cleaning that comes once a minute, are not what is counted here. */
    @BeforeEach
    void firstUse() {
        repository.created("none", List.of());
    }

    @Test
    void whatACallSendsAndWhatItHasCreated() {
        int sendingOne = database.roundTripsOf(() -> open("one", 1, Tasks::request));
        int sendingAll = database.roundTripsOf(() -> open("all", CALL, Tasks::request));
        assertThat(sendingAll).isEqualTo(sendingOne).isLessThanOrEqualTo(HANDFUL);
        assertThat(repository.openEntries())
                .extracting(entry -> entry.requests().size())
                .containsExactlyInAnyOrder(1, CALL);

        int createdOne = database.roundTripsOf(() -> repository.created("one", each("a", 1, Tasks::task)));
        int createdAll = database.roundTripsOf(() -> repository.created("all", each("b", CALL, Tasks::task)));
        assertThat(createdAll).isEqualTo(createdOne).isLessThanOrEqualTo(HANDFUL);
        assertThat(repository.outstanding(Set.of(), TOMORROW).count()).isEqualTo(1 + CALL);
        assertThat(repository.openEntries()).isEmpty();
    }

    @Test
    void whatACallSendsAgainAndWhatItHasReplaced() {
        repository.created("none", each("old", CALL, Tasks::task));

        int sending = database.roundTripsOf(() -> open("again", CALL, name -> Tasks.resubmitting("old" + name)));
        assertThat(sending).isLessThanOrEqualTo(HANDFUL);
        assertThat(repository.outstanding(Set.of(), TOMORROW).isEmpty()).isTrue();

        int created = database.roundTripsOf(
                () -> repository.created("again", each("", CALL, name -> replacing("old" + name, "new" + name))));
        assertThat(created).isLessThanOrEqualTo(HANDFUL);
        assertThat(repository.outstanding(Set.of(), TOMORROW).count()).isEqualTo(CALL);
    }

    @Test
    void whatIsFoundOfACallWithoutAnAnswer() {
        OutboxEntry cut = open("cut", CALL, Tasks::request);
        repository.claim(cut, cut.node(), TOMORROW);
        OutboxEntry claimed = cut.claimedBy(cut.node(), TOMORROW);
        List<PendingTask> landed = each("landed", CALL / 2, Tasks::task);
        List<TaskRequest> rest = each("rest", CALL / 2, Tasks::request);

        int settling = database.roundTripsOf(() -> repository.reconcile(claimed, landed, rest, NOON));

        assertThat(settling).isLessThanOrEqualTo(HANDFUL);
        assertThat(repository.outstanding(Set.of(), TOMORROW).count()).isEqualTo(CALL / 2);
        assertThat(repository.openEntries()).singleElement().satisfies(left -> assertThat(left.requests())
                .hasSize(CALL / 2));
    }

    @Test
    void whatAPageOfResultsIsLookedUpBy() {
        repository.created("none", each("t", CALL, Tasks::task));
        List<String> ids = each("t", CALL, name -> name);

        assertThat(database.roundTripsOf(
                        () -> assertThat(repository.findAll(ids)).hasSize(CALL)))
                .isLessThanOrEqualTo(HANDFUL);
        assertThat(database.roundTripsOf(() -> assertThat(repository.known(ids)).hasSize(CALL)))
                .isLessThanOrEqualTo(HANDFUL);
    }

    private OutboxEntry open(String id, int number, Function<String, TaskRequest> request) {
        OutboxEntry entry = entry(id, each("", number, request).toArray(TaskRequest[]::new));
        repository.open(entry);
        return entry;
    }

    private static <T> List<T> each(String prefix, int number, Function<String, T> made) {
        return IntStream.range(0, number).mapToObj(i -> made.apply(prefix + i)).toList();
    }
}
