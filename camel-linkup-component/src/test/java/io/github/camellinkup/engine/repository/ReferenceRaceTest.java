package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.test.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Two nodes claim a reference at the same moment. */
class ReferenceRaceTest {

    private final ManualClock clock = new ManualClock();
    private final JdbcDataSource database = new JdbcDataSource();
    private final AtomicReference<Runnable> beforeDelete = new AtomicReference<>();

    ReferenceRaceTest() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private static OutboxEntry entry(String id) {
        return Tasks.entry(
                id,
                TaskRequest.of(SearchRequest.builder().q("q").build())
                        .withReference("a")
                        .withIdempotencyPeriod(Duration.ofHours(1)));
    }

    /** Runs something else just before a reference is deleted. */
    private DataSource interrupted() {
        return proxy(DataSource.class, database);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    beforeCall(method, arguments);
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void beforeCall(Method method, Object[] arguments) {
        if (method.getName().equals("prepareStatement")
                && arguments[0].toString().startsWith("delete from linkup_reference where reference_key")) {
            Runnable other = beforeDelete.getAndSet(null);
            if (other != null) {
                other.run();
            }
        }
    }

    @Test
    void whoIsLateDoesNotDeleteTheClaimOfTheOther() {
        TaskRepository other = new JdbcTaskRepository(database, "linkup_", true, clock);
        TaskRepository late = new JdbcTaskRepository(interrupted(), "linkup_", true, clock);
        other.open(entry("first"));
        other.created(
                "first", List.of(new PendingTask("task", "search", clock.instant(), "a", Map.of(), null, null, 0)));
        other.taken("task");
        clock.advance(Duration.ofHours(2));
        beforeDelete.set(() -> other.open(entry("other")));

        assertThatThrownBy(() -> late.open(entry("late"))).isInstanceOf(ReferenceInUseException.class);

        assertThat(other.openEntries()).extracting(OutboxEntry::id).containsExactly("other");
    }
}
