package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.ids;
import static io.github.camellinkup.engine.repository.Tasks.request;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static java.time.Duration.ofMinutes;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an operator sees and does by the statements that the page about repositories shows, on each database. */
interface JdbcOperatorContract extends JdbcContract {

    Path SCRIPT = Path.of("src/test/resources/docs/repository.sql");
    Instant AN_HOUR_BEFORE = NOON.minusSeconds(3_600);
    Instant LAST_YEAR = Instant.parse("2025-12-31T12:00:00Z");
    String TOO_LARGE = "LinkupResponseTooLargeException: larger than maxResponseSize";

    @Test
    default void whatIsPendingSinceWhen() throws Exception {
        add(
                task("young", "search", NOON),
                task("old", "fetch", AN_HOUR_BEFORE),
                new PendingTask(
                        "awaited", "research", NOON.minusSeconds(60), null, Map.of(), NOON.plusSeconds(90), null, 0),
                task("taken"),
                task("given up"),
                task("replaced"));
        repository().deliveryFailed("old", "the CRM is down");
        repository().deliveryFailed("old", "the CRM is still down");
        repository().taken("taken");
        repository().giveUp("given up", "the CRM refused it");
        repository().open(entry("again", resubmitting("replaced")));

        assertThat(select("pending"))
                .containsExactly(
                        asList("old", "fetch", "ref-old", AN_HOUR_BEFORE, 2L, "the CRM is still down", null),
                        asList("awaited", "research", null, NOON.minusSeconds(60), 0L, null, NOON.plusSeconds(90)),
                        asList("young", "search", "ref-young", NOON, 0L, null, null));
    }

    @Test
    default void howMuchThereIsOfEverything() throws Exception {
        add(
                task("a", "search", AN_HOUR_BEFORE),
                task("b", "search", NOON),
                task("c", "search", NOON.minusSeconds(1)),
                task("d", "fetch", NOON),
                task("e", "fetch", AN_HOUR_BEFORE),
                task("f", "research", NOON),
                task("g", "search", NOON));
        repository().taken("e");
        repository().giveUp("f", "the CRM refused it");
        repository().open(entry("again", resubmitting("g")));

        assertThat(select("counts"))
                .containsExactlyInAnyOrder(
                        List.of("pending", "search", 3L, AN_HOUR_BEFORE, NOON),
                        List.of("pending", "fetch", 1L, NOON, NOON),
                        List.of("taken", "fetch", 1L, AN_HOUR_BEFORE, AN_HOUR_BEFORE),
                        List.of("failed", "research", 1L, NOON, NOON),
                        List.of("replaced", "search", 1L, NOON, NOON));
    }

    @Test
    default void whichCallsAreOpenAndWhatTheySend() throws Exception {
        repository().open(entry("under way", "node-b", NOON, request("camel")));
        OutboxEntry cut = entry("cut", "node-a", NOON.minusSeconds(60), request("llama"), request("alpaca"));
        repository().open(cut);
        assertThat(repository().claim(cut, "node-c", NOON.plusSeconds(60))).isTrue();
        repository().open(entry("lost", "node-a", AN_HOUR_BEFORE, request("vicuna")));
        giveUp("lost");
        repository().open(entry("answered", request("guanaco")));
        repository().created("answered", List.of(task("guanaco")));

        assertThat(select("calls"))
                .containsExactly(
                        row("lost", "given_up", "node-a", AN_HOUR_BEFORE, "vicuna"),
                        row("cut", "uncertain", "node-c", NOON.minusSeconds(60), "llama"),
                        row("cut", "uncertain", "node-c", NOON.minusSeconds(60), "alpaca"),
                        row("under way", "sending", "node-b", NOON, "camel"));
    }

    private static List<Object> row(String entry, String state, String node, Instant openedAt, String question) {
        String input = "{\"q\":\"" + question + "\",\"depth\":\"standard\",\"outputType\":\"sourcedAnswer\"}";
        return List.of(entry, state, node, openedAt, "ref-" + question, input);
    }

    @Test
    default void whatWasGivenUpAndWhy() throws Exception {
        giveUpThreeOf("pending");

        assertThat(select("failed"))
                .containsExactly(
                        List.of("z", "crm-0000017", NOON, 2L, "the CRM refused it"),
                        List.of("y", "ref-y", NOON, 0L, TOO_LARGE),
                        List.of("x", "ref-x", NOON, 0L, "the CRM refused that as well"));
    }

    @Test
    default void aGivenUpTaskIsPendingAgain() throws Exception {
        giveUpThreeOf("pending");

        update("again");

        assertThat(ids(everythingPending())).containsExactly("pending", "z");
        assertThat(repository().find("z").orElseThrow().failedDeliveries()).isZero();
        assertThat(select("failed")).extracting(row -> row.get(0)).containsExactly("y", "x");
        assertThat(select("pending")).contains(asList("z", "search", "crm-0000017", NOON, 0L, null, null));
    }

    @Test
    default void whatWasTooLargeIsPendingAgain() throws Exception {
        giveUpThreeOf("pending");

        update("too-large");

        assertThat(ids(everythingPending())).containsExactly("pending", "y");
        assertThat(select("failed")).extracting(row -> row.get(0)).containsExactly("z", "x");
    }

    @Test
    default void aCallThatWasGivenUpIsLookedIntoOnceMore() throws Exception {
        for (String call : List.of("the id", "another")) {
            repository().open(entry(call, request("camel")));
            giveUp(call);
        }

        update("outbox-again");

        assertThat(repository().openEntries()).extracting(OutboxEntry::id).containsExactly("the id");
        assertThat(repository().openEntries())
                .extracting(OutboxEntry::state)
                .containsExactly(OutboxEntry.State.UNCERTAIN);
    }

    @Test
    default void aCallThatIsSetAsideLeavesWhatItWasToReplacePending() throws Exception {
        add(task("failed"), task("failed too"));
        repository().open(entry("the id", resubmitting("failed"), request("camel")));
        repository().open(entry("another", resubmitting("failed too")));
        assertThat(everythingPending()).isEmpty();

        update("set-aside");

        assertThat(ids(everythingPending())).containsExactly("failed");
        assertThat(repository().mayBeReplaced("failed")).isTrue();
        assertThat(repository().openEntries()).extracting(OutboxEntry::id).containsExactly("another");
    }

    @Test
    default void aReferenceOfWhichNobodyKnowsCanBeFreed() throws Exception {
        for (String reference : List.of("crm-0000016", "crm-0000017")) {
            TaskRequest once = request("camel").withReference(reference).withIdempotencyPeriod(Duration.ofDays(1));
            repository().open(entry("call of " + reference, once));
        }
        update("free-reference");
        assertThat(select("references")).hasSize(2);

        giveUp("call of crm-0000017");
        update("free-reference");

        assertThat(select("references")).singleElement().satisfies(row -> assertThat(row)
                .startsWith("crm-0000016", "search", null, "call of crm-0000016"));
    }

    @Test
    default void oldFailedTasksAreDeletedUnlessACallMayStillReplaceThem() throws Exception {
        add(task("old"), task("old, being replaced"), task("old, in a call"), task("pending"), task("young"));
        TaskRepository lastYear =
                new JdbcTaskRepository(tables().dataSource(), tables().prefix(), true, new ManualClock(LAST_YEAR));
        lastYear.giveUp("old", "the CRM refused it");
        lastYear.open(entry("open", resubmitting("old, being replaced")));
        lastYear.open(entry("lost", resubmitting("old, in a call")));
        lastYear.giveUpEntry(openEntry("lost"), false);
        lastYear.giveUp("old, in a call", "the CRM refused it");
        repository().giveUp("young", "the CRM refused it");

        update("cleaning");

        assertThat(repository()
                        .known(Set.of(
                                "old", "old, being replaced", "old, in a call", "pending", "young", "unheard of")))
                .containsExactlyInAnyOrder("old, being replaced", "old, in a call", "pending", "young");
    }

    /** In the order in which an operator sees them, which is neither that of their ids nor that of their creation. */
    private void giveUpThreeOf(String pending) {
        add(
                task("x"),
                task("y"),
                new PendingTask("z", "search", NOON, "crm-0000017", Map.of(), null, null, 0),
                task(pending));
        repository().deliveryFailed("z", "the CRM is down");
        repository().deliveryFailed("z", "the CRM is down");
        repository().giveUp("z", "the CRM refused it");
        clock().advance(ofMinutes(1));
        repository().giveUp("y", TOO_LARGE);
        clock().advance(ofMinutes(1));
        repository().giveUp("x", "the CRM refused that as well");
    }

    private List<PendingTask> everythingPending() {
        return repository().oldest(Set.of(), Tasks.TOMORROW, Integer.MAX_VALUE);
    }

    private List<List<Object>> select(String snippet) throws Exception {
        try (Connection connection = tables().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(documented(snippet).get(0))) {
            List<List<Object>> rows = new ArrayList<>();
            while (row.next()) {
                List<Object> cells = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    cells.add(cell(row, column));
                }
                rows.add(cells);
            }
            return rows;
        }
    }

    private static Object cell(ResultSet row, int column) throws SQLException {
        return switch (row.getMetaData().getColumnType(column)) {
            case Types.TIMESTAMP -> {
                LocalDateTime time = row.getObject(column, LocalDateTime.class);
                yield time == null ? null : time.toInstant(ZoneOffset.UTC);
            }
            case Types.INTEGER, Types.BIGINT -> row.getLong(column);
            default -> row.getString(column);
        };
    }

    private void update(String snippet) throws Exception {
        for (String sql : documented(snippet)) {
            tables().update(sql);
        }
    }

    /** The statements of a snippet, for the tables of this test. */
    private List<String> documented(String snippet) throws Exception {
        String script = Files.readString(SCRIPT);
        String sql = script.split("-- snippet:" + snippet + "\n")[1].split("-- end:" + snippet + "\n?")[0];
        return List.of(sql.replace("linkup_", tables().prefix()).strip().split(";\\s*"));
    }
}
