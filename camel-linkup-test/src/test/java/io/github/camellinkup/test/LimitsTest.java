package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsTest {

    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final LinkupStandInExtension linkup = new LinkupStandInExtension(LinkupStandIn.builder()
            .clock(clock)
            .apiKeys("first", "second")
            .queueLimit(3)
            .directCallsPerSecond(2)
            .credits(new BigDecimal("1.00"))
            .price("search", new BigDecimal("0.25"))
            .taskTime("search", Duration.ofSeconds(10)));

    private LinkupStandIn standIn;
    private Wire wire;

    @BeforeEach
    void connect() {
        standIn = linkup.standIn();
        wire = Wire.to(standIn);
    }

    @Test
    void aMissingOrWrongKeyIsUnauthorized() throws Exception {
        for (Wire stranger : new Wire[] {
            Wire.to(standIn, new String[0]),
            Wire.to(standIn, "Authorization", "Bearer wrong"),
            Wire.to(standIn, "Authorization", "first"),
            Wire.to(standIn, "x-api-key", "first")
        }) {
            Wire.Answer answer = stranger.get("/credits/balance");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().get("statusCode").asInt()).isEqualTo(401);
        }
        assertThat(Wire.to(standIn, "Authorization", "Bearer wrong")
                        .post("/search", Wire.search("x"))
                        .status())
                .isEqualTo(401);
        assertThat(Wire.to(standIn, "Authorization", "Bearer second")
                        .get("/credits/balance")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theKeyCanTravelInAnotherHeader() throws Exception {
        try (LinkupStandIn gateway =
                LinkupStandIn.builder().keyHeader("Ocp-Apim-Subscription-Key").start()) {
            assertThat(Wire.to(gateway, "ocp-apim-subscription-key", gateway.apiKey())
                            .get("/credits/balance")
                            .status())
                    .isEqualTo(200);
            assertThat(Wire.to(gateway).get("/credits/balance").status()).isEqualTo(401);
        }
    }

    @Test
    void readsOfTasksAndResearchTogetherMayComeOnceASecond() throws Exception {
        assertThat(wire.get("/tasks").status()).isEqualTo(200);

        for (String path : new String[] {"/tasks", "/research", "/tasks/x", "/research/x"}) {
            Wire.Answer refused = wire.get(path);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
        }
        assertThat(standIn.refusedReads()).isEqualTo(4);
        assertThat(Wire.to(standIn, "Authorization", "Bearer second")
                        .get("/tasks")
                        .status())
                .isEqualTo(200);
        clock.advance(Duration.ofMillis(949));
        assertThat(wire.get("/tasks").status()).isEqualTo(429);
        clock.advance(Duration.ofMillis(1));
        assertThat(wire.get("/tasks").status()).isEqualTo(200);
        assertThat(wire.get("/credits/balance").status()).isEqualTo(200);
    }

    @Test
    void searchesAndFetchesTogetherMayComeSoOftenInAnySecond() throws Exception {
        standIn.setCredits(new BigDecimal("100"));
        assertThat(wire.post("/search", Wire.search("a")).status()).isEqualTo(200);
        clock.advance(Duration.ofMillis(600));
        assertThat(wire.post("/fetch", "{\"url\":\"https://a.org\"}").status()).isEqualTo(200);

        Wire.Answer refused = wire.post("/search", Wire.search("b"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(standIn.refusedDirectCalls()).isEqualTo(1);
        assertThat(standIn.refusedReads()).isZero();
        assertThat(Wire.to(standIn, "Authorization", "Bearer second")
                        .post("/search", Wire.search("c"))
                        .status())
                .isEqualTo(200);
        assertThat(wire.createSearchTasks(1)).hasSize(1);

        clock.advance(Duration.ofMillis(399));
        assertThat(wire.post("/search", Wire.search("b")).status()).isEqualTo(429);
        clock.advance(Duration.ofMillis(1));
        assertThat(wire.post("/search", Wire.search("b")).status()).isEqualTo(200);
        assertThat(wire.post("/search", Wire.search("d")).status()).isEqualTo(429);
        standIn.reset();
        assertThat(wire.post("/search", Wire.search("d")).status()).isEqualTo(200);
        assertThat(standIn.refusedDirectCalls()).isZero();
    }

    @Test
    void aBatchThatWouldPassTheQueueLimitIsRefusedWhole() throws Exception {
        wire.createSearchTasks(2);

        Wire.Answer refused = wire.post("/tasks", "[" + Wire.searchTask("a") + "," + Wire.searchTask("b") + "]");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TASKS_QUEUE_LIMIT_EXCEEDED");
        assertThat(standIn.tasks()).hasSize(2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(wire.createSearchTasks(2)).hasSize(2);
        assertThat(wire.get("/tasks").json().get("quota").toString()).isEqualTo("{\"inFlight\":2,\"limit\":3}");
    }

    @Test
    void callsAndTasksAreChargedButFailedTasksAreNot() throws Exception {
        standIn.failTasksWhen(task -> task.number() == 0, "no");
        wire.createSearchTasks(2);
        wire.post("/search", Wire.search("x"));
        wire.post("/search", "{}");

        assertThat(wire.get("/credits/balance").text()).isEqualTo("{\"balance\":0.50}");
    }

    @Test
    void whatTheCreditsDoNotCoverIsRefused() throws Exception {
        standIn.setCredits(new BigDecimal("0.30"));

        Wire.Answer tasks = wire.post("/tasks", "[" + Wire.searchTask("a") + "," + Wire.searchTask("b") + "]");
        assertThat(tasks.status()).isEqualTo(429);
        assertThat(tasks.code()).isEqualTo("INSUFFICIENT_FUNDS_CREDITS");
        assertThat(standIn.tasks()).isEmpty();
        assertThat(wire.post("/search", Wire.search("x")).status()).isEqualTo(200);
        assertThat(wire.post("/search", Wire.search("x")).code()).isEqualTo("INSUFFICIENT_FUNDS_CREDITS");
        assertThat(standIn.credits()).isEqualByComparingTo("0.05");
    }

    @Test
    void tasksOfOtherClientsAreInTheListAndInTheQuota() throws Exception {
        Instant yesterday = clock.instant().minus(Duration.ofHours(20));
        StandInTask crawl = standIn.addForeignTask(ForeignTask.of("crawl")
                .input(Json.object().put("site", "x"))
                .output(Json.object().put("pages", 7))
                .times(yesterday, yesterday.plusSeconds(5)));
        standIn.addForeignTask(ForeignTask.of("search").status(Status.PENDING));
        standIn.addForeignTask(ForeignTask.of("research").status(Status.PROCESSING));
        standIn.addForeignTask(ForeignTask.of("fetch").failed("gone"));
        wire.createSearchTasks(1);

        JsonNode page = wire.get("/tasks?sortDirection=asc").json();

        assertThat(page.at("/data/0").toString()).isEqualTo("""
                        {"id":"%s","type":"crawl","status":"completed","createdAt":"2025-12-31T04:00:00.000Z",\
                        "updatedAt":"2025-12-31T04:00:05.000Z","input":{"site":"x"},"output":{"pages":7},"error":null}""".formatted(crawl.id()));
        assertThat(page.get("data"))
                .extracting(task -> task.get("status").asText())
                .containsExactly("completed", "pending", "processing", "failed", "pending");
        assertThat(page.at("/data/3/error").asText()).isEqualTo("gone");
        assertThat(page.at("/quota/inFlight").asInt()).isEqualTo(3);
        assertThat(standIn.tasks()).extracting(StandInTask::foreign).containsExactly(true, true, true, true, false);
        assertThat(wire.post("/tasks", "[" + Wire.searchTask("a") + "]").code())
                .isEqualTo("TASKS_QUEUE_LIMIT_EXCEEDED");
    }
}
