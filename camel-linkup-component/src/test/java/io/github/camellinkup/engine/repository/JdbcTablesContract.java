package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.intent;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.Intent.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** What a repository in a database promises of what stands in its tables. */
interface JdbcTablesContract extends JdbcContract {

    @Test
    default void timesDoNotDependOnTheTimeZone() throws SQLException {
        // In the hour that a spring night in Berlin leaves out, and in that which an autumn night has twice.
        Instant left = Instant.parse("2026-03-29T02:30:00.123Z");
        Instant twice = Instant.parse("2026-10-25T02:30:00.999Z");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            repository().created("i", List.of(task(id("a"), "search", left), task(id("b"), "search", twice)));
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            TaskRepository other = anotherNode();

            assertThat(other.find(id("a")).orElseThrow().createdAt()).isEqualTo(left);
            assertThat(other.find(id("b")).orElseThrow().createdAt()).isEqualTo(twice);
            assertThat(other.outstanding(Set.of(), NOON)).isEqualTo(new Outstanding(Map.of("search", 2), left, twice));
            assertThat(tables().cells("select cast(created_at as char(23)) from " + tables().prefix()
                            + "task where task_id = '" + id("a") + "'"))
                    .allSatisfy(cell -> assertThat(cell).isEqualTo("2026-03-29 02:30:00.123"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    default void longTextsAreKeptWhole() {
        String name = "駱駝".repeat(50_000);
        TaskRequest request =
                new TaskRequest(SearchRequest.builder().q(name).build(), "r".repeat(100_000), Map.of("long", name));

        repository().open(intent("i", request));
        repository()
                .created(
                        "j",
                        List.of(new PendingTask(
                                id("a"), "search", NOON, request.reference(), request.headers(), null, null, 0)));

        assertThat(repository().openIntents().get(0).requests()).containsExactly(request);
        assertThat(repository().find(id("a")).orElseThrow().headers()).isEqualTo(request.headers());
        assertThat(repository().find(id("a")).orElseThrow().reference()).isEqualTo(request.reference());
    }

    @Test
    default void whatCannotBeKeptIsRefusedBeforeAnythingIsRecorded() {
        TaskRequest bad = request("a").withHeaders(Map.of("connection", new Object()));

        assertThatThrownBy(() -> repository().open(intent("i", request("b"), bad)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("connection")
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> repository().check(bad)).isInstanceOf(LinkupInvalidRequestException.class);
        assertThatThrownBy(() -> repository().check(request("a").withReference("a\0b")))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("reference");
        assertThat(repository().openIntents()).isEmpty();
    }

    @Test
    default void anIntentThatIsGivenUpStaysToBeSeen() throws SQLException {
        repository().open(intent("i", request("a")));
        repository().giveUpIntent("i");

        assertThat(tables().cells("select state from " + tables().prefix() + "intent"))
                .containsExactly(State.GIVEN_UP.name().toLowerCase());
        assertThat(tables().cells("select reference from " + tables().prefix() + "intent_request"))
                .containsExactly("ref-a");
    }
}
