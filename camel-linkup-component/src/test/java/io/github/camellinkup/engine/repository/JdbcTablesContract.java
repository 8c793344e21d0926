package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        repository().open(entry("i", request));
        repository()
                .created(
                        "j",
                        List.of(new PendingTask(
                                id("a"), "search", NOON, request.reference(), request.headers(), null, null, 0)));

        assertThat(repository().openEntries().get(0).requests()).containsExactly(request);
        assertThat(repository().find(id("a")).orElseThrow().headers()).isEqualTo(request.headers());
        assertThat(repository().find(id("a")).orElseThrow().reference()).isEqualTo(request.reference());
    }

    @Test
    default void whatCannotBeKeptIsRefusedBeforeAnythingIsRecorded() {
        TaskRequest bad = request("a").withHeaders(Map.of("connection", new Object()));

        assertThatThrownBy(() -> repository().open(entry("i", request("b"), bad)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("connection")
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> repository().check(bad)).isInstanceOf(LinkupInvalidRequestException.class);
        assertThatThrownBy(() -> repository().check(request("a").withReference("a\0b")))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("reference");
        assertThat(repository().openEntries()).isEmpty();
    }

    @Test
    default void aTaskThatIsGivenUpStaysToBeSeen() throws SQLException {
        add(task(id("a")));
        repository().giveUp(id("a"), "why not");
        clock().advance(Duration.ofDays(1));
        add();

        assertThat(repository().known(Set.of(id("a")))).isNotEmpty();
        assertThat(tables().cells("select reason from " + tables().prefix() + "task where state = 'failed'"))
                .containsExactly("why not");
    }

    @Test
    default void anEntryThatIsGivenUpStaysToBeSeen() throws SQLException {
        repository().open(entry("i", request("a")));
        giveUp("i");

        assertThat(tables().cells("select state from " + tables().prefix() + "outbox"))
                .containsExactly(State.GIVEN_UP.name().toLowerCase());
        assertThat(tables().cells("select reference from " + tables().prefix() + "outbox_request"))
                .containsExactly("ref-a");
    }

    /** What an operator, or a newer version, may do to one of two calls. */
    static Map<String, String> damages() {
        return Map.of(
                "a state", "update %soutbox set state = 'paused' where entry_id = 'i'",
                "a type", "update %soutbox_request set type = 'video' where entry_id = 'i' and position = 1",
                "a field",
                        "update %soutbox_request set input = '{\"q\":\"secret\",\"maxResults\":\"many\"}' where entry_id = 'i'",
                "half an input", "update %soutbox_request set input = '{\"q\":\"secr' where entry_id = 'i'",
                "a header", "update %soutbox_request set headers = '{\"a\":{\"secret\":\"b\"}}' where entry_id = 'i'",
                "no header", "update %soutbox_request set headers = '{\"secret\":null}' where entry_id = 'i'",
                "a request that is gone", "delete from %soutbox_request where entry_id = 'i' and position = 0",
                "no requests", "delete from %soutbox_request where entry_id = 'i'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a state",
                "a type",
                "a field",
                "half an input",
                "a header",
                "no header",
                "a request that is gone",
                "no requests"
            })
    default void aCallThatCannotBeReadIsToldOnceAndLeftAsItIs(String damage) throws SQLException {
        repository().open(entry("i", request("secret"), request("secret")));
        repository().open(entry("j", request("b")));
        tables().update(damages().get(damage).formatted(tables().prefix()));
        List<String> left = tables().entry("i");

        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                assertThat(repository().openEntries())
                        .extracting(OutboxEntry::id)
                        .containsExactly("j");
            }
            repository().renew("node-a", TOMORROW);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot be read"))
                    .singleElement()
                    .asString()
                    .contains("entry i")
                    .doesNotContain("secret");
        }
        assertThat(tables().entry("i")).isEqualTo(left);
        assertThat(repository().openEntries().get(0).leasedUntil()).isEqualTo(TOMORROW);
    }

    @Test
    default void aCallThatCanBeReadAgainIsOpenAgain() throws SQLException {
        repository().open(entry("i", request("a")));
        tables().update("update " + tables().prefix() + "outbox set state = 'paused'");
        assertThat(repository().openEntries()).isEmpty();
        tables().update("update " + tables().prefix() + "outbox set state = 'uncertain'");

        assertThat(repository().openEntries()).extracting(OutboxEntry::state).containsExactly(State.UNCERTAIN);
        repository().renew("node-a", TOMORROW);
        assertThat(repository().openEntries().get(0).leasedUntil()).isEqualTo(TOMORROW);
    }

    @Test
    default void aTaskThatCannotBeReadIsToldOnceAndKeepsNoOtherBack() throws SQLException {
        add(task(id("a")), task(id("b")));
        tables().update("update " + tables().prefix() + "task set headers = '{\"a\":{\"secret\":\"z\"}}'"
                + " where task_id = '" + id("a") + "'");

        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                assertThat(repository().findAll(Set.of(id("a"), id("b")))).containsOnlyKeys(id("b"));
                assertThat(repository().oldest(Set.of(), NOON, 10))
                        .extracting(PendingTask::id)
                        .containsExactly(id("b"));
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot be read"))
                    .singleElement()
                    .asString()
                    .contains("the headers of task " + id("a"))
                    .doesNotContain("secret");
        }
        assertThat(repository().known(Set.of(id("a")))).isNotEmpty();
        assertThat(repository().outstanding(Set.of(), NOON).count()).isEqualTo(2);
        assertThat(repository().deliveryFailed(id("a"), "why")).isEqualTo(1);
    }
}
