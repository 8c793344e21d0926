package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateListsTest {

    private final ManualClock clock = new ManualClock();
    private LinkupStandIn standIn;
    private Wire wire;

    @AfterEach
    void close() {
        if (standIn != null) {
            standIn.close();
        }
    }

    private void start(LinkupStandInBuilder settings) {
        standIn = settings.clock(clock)
                .noPollLimit()
                .taskTime("search", Duration.ofSeconds(10))
                .taskTime("research", Duration.ofSeconds(10))
                .start();
        wire = Wire.to(standIn);
    }

    @Test
    void aFinishedTaskIsListedAsProcessingUntilTheTimeIsOver() throws Exception {
        start(LinkupStandIn.builder().listedLate(Duration.ofMillis(1500)));
        wire.createSearchTasks(1);

        clock.advance(Duration.ofMillis(11_499));
        assertThat(onlyListed("")).isEqualTo("processing 2026-01-01T00:00:01.000Z false");
        assertThat(listed("status=completed")).isEmpty();
        assertThat(total("status=completed")).isZero();
        assertThat(total("status=processing")).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(onlyListed("")).isEqualTo("completed 2026-01-01T00:00:10.000Z true");
        assertThat(onlyListed("status=completed")).isEqualTo("completed 2026-01-01T00:00:10.000Z true");
        assertThat(total("status=processing")).isZero();
    }

    @Test
    void theTaskItselfAndItsPlaceInTheQueueShowTheEndAtOnce() throws Exception {
        start(LinkupStandIn.builder().queueLimit(1).listedLate(Duration.ofSeconds(5)));
        String id = wire.createSearchTasks(1).get(0);

        clock.advance(Duration.ofSeconds(10));

        assertThat(shown(wire.get("/tasks/" + id).json())).isEqualTo("completed 2026-01-01T00:00:10.000Z true");
        assertThat(standIn.tasks()).extracting(StandInTask::status).containsExactly(StandInTask.Status.COMPLETED);
        assertThat(wire.get("/tasks").json().at("/quota/inFlight").asInt()).isZero();
        assertThat(wire.createSearchTasks(1)).hasSize(1);
    }

    @Test
    void aLateTaskStandsBehindThoseThatFinishedAfterIt() throws Exception {
        start(LinkupStandIn.builder().listedLate(task -> task.number() == 0 ? Duration.ofSeconds(3) : Duration.ZERO));
        String late = wire.createSearchTasks(1).get(0);
        clock.advance(Duration.ofSeconds(2));
        String atOnce = wire.createSearchTasks(1).get(0);

        clock.advance(Duration.ofSeconds(10));
        assertThat(ids("status=completed&sortBy=updatedAt")).containsExactly(atOnce);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ids("status=completed&sortBy=updatedAt&sortDirection=desc")).containsExactly(atOnce, late);
    }

    @Test
    void failedTasksAndResearchAreListedLateToo() throws Exception {
        start(LinkupStandIn.builder().listedLate(Duration.ofSeconds(1)));
        standIn.failTasksWhen(task -> task.type().equals("search"), "No result was found");
        wire.createSearchTasks(1);
        wire.post("/research", "{\"q\":\"why\",\"outputType\":\"sourcedAnswer\"}");

        clock.advance(Duration.ofSeconds(10));
        assertThat(total("status=failed&status=completed")).isZero();
        assertThat(wire.get("/research").json().at("/data/0/status").asText()).isEqualTo("processing");
        assertThat(wire.get("/tasks?type=search").json().at("/data/0/error").isNull())
                .isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(total("status=failed&status=completed")).isEqualTo(2);
        assertThat(wire.get("/research").json().at("/data/0/status").asText()).isEqualTo("completed");
        assertThat(wire.get("/tasks?type=search").json().at("/data/0/error").asText())
                .isEqualTo("No result was found");
    }

    @Test
    void aResultExpiresByItsEndAlsoIfItWasNeverListed() throws Exception {
        start(LinkupStandIn.builder()
                .resultLifetime(Duration.ofSeconds(60))
                .listedLate(task -> task.number() == 0 ? Duration.ofSeconds(90) : Duration.ofSeconds(30)));
        List<String> ids = wire.createSearchTasks(2);

        clock.advance(Duration.ofSeconds(69));
        assertThat(wire.get("/tasks/" + ids.get(0)).status()).isEqualTo(200);
        assertThat(ids("status=completed")).containsExactly(ids.get(1));
        clock.advance(Duration.ofSeconds(1));
        for (String id : ids) {
            assertThat(wire.get("/tasks/" + id).code()).isEqualTo("TASK_NOT_FOUND");
        }
        assertThat(total("")).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(total("")).isZero();
    }

    @Test
    void tasksOfOthersAreListedWhenTheyAreAdded() throws Exception {
        start(LinkupStandIn.builder().listedLate(Duration.ofSeconds(5)));

        standIn.addForeignTask(ForeignTask.of("search"));

        assertThat(onlyListed("status=completed")).startsWith("completed");
    }

    @Test
    void randomTimesAreWithinTheirBounds() throws Exception {
        start(LinkupStandIn.builder().listedLate(TaskTime.between(Duration.ofMillis(1), Duration.ofMillis(1500), 7)));
        wire.createSearchTasks(100);

        clock.advance(Duration.ofSeconds(10));
        assertThat(total("status=completed")).isZero();
        clock.advance(Duration.ofMillis(750));
        assertThat(total("status=completed")).isBetween(20, 80);
        clock.advance(Duration.ofMillis(750));
        assertThat(total("status=completed")).isEqualTo(100);
    }

    @Test
    void aNegativeTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkupStandIn.builder().listedLate(Duration.ofMillis(-1)));
    }

    private String onlyListed(String query) throws Exception {
        List<JsonNode> tasks = listed(query);
        assertThat(tasks).hasSize(1);
        return shown(tasks.get(0));
    }

    private static String shown(JsonNode task) {
        return task.get("status").asText() + " " + task.get("updatedAt").asText() + " "
                + task.get("output").isObject();
    }

    private List<JsonNode> listed(String query) throws Exception {
        List<JsonNode> tasks = new ArrayList<>();
        wire.get("/tasks?" + query).json().get("data").forEach(tasks::add);
        return tasks;
    }

    private List<String> ids(String query) throws Exception {
        return listed(query).stream().map(task -> task.get("id").asText()).toList();
    }

    private int total(String query) throws Exception {
        return wire.get("/tasks?" + query).json().at("/metadata/total").asInt();
    }
}
