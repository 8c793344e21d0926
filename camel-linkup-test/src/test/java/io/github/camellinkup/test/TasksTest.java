package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest {

    private final ManualClock clock = new ManualClock();
    private LinkupStandIn standIn;
    private Wire wire;

    @BeforeEach
    void start() {
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .noPollLimit()
                .taskTime("search", Duration.ofSeconds(10))
                .taskTime("fetch", Duration.ofSeconds(20))
                .taskTime("research", Duration.ofMinutes(5))
                .start();
        wire = Wire.to(standIn);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void createdTasksComeBackInTheOrderSentWithoutOutput() throws Exception {
        JsonNode created = wire.post("/tasks", """
                        [{"type":"search","input":{"q":"a","depth":"deep","outputType":"structured",
                          "structuredOutputSchema":"{\\"type\\":\\"object\\"}","toDate":"2026-05-18"}},
                         {"type":"fetch","input":{"url":"https://example.com"}},
                         {"type":"research","input":{"q":"b","outputType":"sourcedAnswer"}}]""").json();

        assertThat(created).hasSize(3);
        JsonNode search = created.get(0);
        String id = search.get("id").asText();
        assertThat(search.toString()).isEqualTo("""
                        {"id":"%s","type":"search","status":"pending","createdAt":"2026-01-01T00:00:00.000Z",\
                        "updatedAt":"2026-01-01T00:00:00.000Z","input":{"q":"a","depth":"deep",\
                        "outputType":"structured","structuredOutputSchema":{"type":"object"},"includeImages":false,\
                        "includeInlineCitations":false,"includeSources":false,"fromDate":null,"toDate":"2026-05-18",\
                        "includeDomains":null,"excludeDomains":null,"maxResults":null},"output":null,"error":null}""".formatted(id));
        assertThat(created.at("/1/input").toString()).isEqualTo("""
                        {"url":"https://example.com","renderJs":false,"includeRawContent":false,\
                        "includeRawHtml":false,"extractImages":false,"mode":"standard","schema":null,"instructions":null}""");
        assertThat(created.at("/2/input").toString()).isEqualTo("""
                        {"q":"b","outputType":"sourcedAnswer","mode":"auto","reasoningDepth":"L",\
                        "structuredOutputSchema":null,"includeImages":false,"fromDate":null,"toDate":null,\
                        "includeDomains":null,"excludeDomains":null}""");
    }

    @Test
    void whatTheStandInDoesNotKnowComesBackAsItWasSent() throws Exception {
        JsonNode created = wire.post("/tasks", """
                        [{"type":"fetch","input":{"url":"https://example.com","wait":{"for":["a"]},"late":null,
                          "schema":{"type":"object"},"instructions":"Be brief"}}]""").json();

        assertThat(created.at("/0/input").toString()).isEqualTo("""
                        {"url":"https://example.com","renderJs":false,"includeRawContent":false,\
                        "includeRawHtml":false,"extractImages":false,"mode":"standard","schema":{"type":"object"},\
                        "instructions":"Be brief","wait":{"for":["a"]},"late":null}""");
    }

    @Test
    void aTaskThatExtractsIsListedAndCanBeEnabled() throws Exception {
        String foreign = standIn.addForeignTask(ForeignTask.of("extract")).id();

        JsonNode listed = wire.get("/tasks?type=extract").json().at("/data/0");

        assertThat(listed.get("id").asText()).isEqualTo(foreign);
        assertThat(listed.get("output").fieldNames())
                .toIterable()
                .containsExactly("creditsUsed", "rowsReturned", "resultUrl");
        String extract = """
                        [{"type":"extract","input":{"q":"offices","url":"https://example.com","schema":{"type":"object"}}}]""";
        assertThat(wire.post("/tasks", extract).status()).isEqualTo(403);
        try (LinkupStandIn beta =
                LinkupStandIn.builder().enabledTaskTypes("extract").start()) {
            assertThat(Wire.to(beta)
                            .post("/tasks", extract)
                            .json()
                            .at("/0/input")
                            .toString())
                    .isEqualTo("{\"q\":\"offices\",\"url\":\"https://example.com\",\"schema\":{\"type\":\"object\"},"
                            + "\"verifyUrls\":false}");
        }
    }

    @Test
    void numbersComeBackAsJavaScriptKeepsThem() throws Exception {
        JsonNode created = wire.post("/tasks", """
                        [{"type":"search","input":{"q":"a","depth":"deep","outputType":"structured","maxResults":5,
                          "structuredOutputSchema":"{\\"type\\":\\"object\\",\\"a\\":[12345678901234567890,\
                        0.1234567890123456789,1e400,-0,5.0,true]}"}}]""").json();

        assertThat(created.at("/0/input/structuredOutputSchema/a").toString())
                .isEqualTo("[12345678901234567000,0.12345678901234568,null,0,5,true]");
        assertThat(created.at("/0/input/maxResults").toString()).isEqualTo("5");
    }

    @Test
    void aForeignTaskCanHaveEndedAtATimeThatLiesAhead() throws Exception {
        standIn.addForeignTask(
                ForeignTask.of("search").times(clock.instant(), clock.instant().plus(Duration.ofDays(25_000))));

        JsonNode task = wire.get("/tasks").json().at("/data/0");

        assertThat(task.get("status").asText()).isEqualTo("completed");
        assertThat(task.get("updatedAt").asText()).isEqualTo("2094-06-13T00:00:00.000Z");
    }

    @Test
    void aTaskIsPendingThenProcessingThenCompleted() throws Exception {
        String id = wire.createSearchTasks(1).get(0);

        assertThat(statusAndUpdate(id)).isEqualTo("pending 2026-01-01T00:00:00.000Z");
        clock.advance(Duration.ofSeconds(1));
        assertThat(statusAndUpdate(id)).isEqualTo("processing 2026-01-01T00:00:01.000Z");
        clock.advance(Duration.ofMillis(8999));
        assertThat(statusAndUpdate(id)).isEqualTo("processing 2026-01-01T00:00:01.000Z");
        clock.advance(Duration.ofHours(1));
        assertThat(statusAndUpdate(id)).isEqualTo("completed 2026-01-01T00:00:10.000Z");
        assertThat(wire.get("/tasks/" + id).json().at("/output/results")).isNotEmpty();
    }

    @Test
    void aFailedTaskHasAnErrorAndNoOutput() throws Exception {
        standIn.failTasksWhen(task -> task.input().get("q").asText().equals("question 1"), "No result was found");
        List<String> ids = wire.createSearchTasks(2);
        clock.advance(Duration.ofSeconds(10));

        JsonNode failed = wire.get("/tasks/" + ids.get(1)).json();

        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.get("error").asText()).isEqualTo("No result was found");
        assertThat(failed.get("output").isNull()).isTrue();
        assertThat(statusAndUpdate(ids.get(0))).startsWith("completed");
    }

    @Test
    void aTaskCanTakeNoTimeOrForever() throws Exception {
        standIn.close();
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .noPollLimit()
                .taskTime("search", task -> task.number() == 0 ? Duration.ZERO : Duration.ofMillis(Long.MAX_VALUE))
                .start();
        wire = Wire.to(standIn);
        List<String> ids = wire.createSearchTasks(2);

        assertThat(statusAndUpdate(ids.get(0))).startsWith("completed");
        clock.advance(Duration.ofDays(10_000));
        assertThat(statusAndUpdate(ids.get(1))).startsWith("pending");
    }

    @Test
    void researchIsReadByItsOwnPathAndAmongTheTasks() throws Exception {
        JsonNode created = wire.post(
                        "/research", "{\"q\":\"why\",\"outputType\":\"sourcedAnswer\",\"mode\":\"research\"}")
                .json();
        String id = created.get("id").asText();
        assertThat(created.get("status").asText()).isEqualTo("pending");
        assertThat(created.get("type").asText()).isEqualTo("research");
        String searchId = wire.createSearchTasks(1).get(0);
        clock.advance(Duration.ofMinutes(5));

        JsonNode research = wire.get("/research/" + id).json();
        assertThat(research.at("/output/answer").asText()).contains("why");
        assertThat(research.at("/input/mode").asText()).isEqualTo("research");
        assertThat(wire.get("/tasks/" + id).json()).isEqualTo(research);
        assertThat(wire.get("/research/" + searchId).status()).isEqualTo(404);

        JsonNode list = wire.get("/research").json();
        assertThat(list.has("quota")).isFalse();
        assertThat(list.get("data")).containsExactly(research);
        assertThat(wire.get("/tasks").json().get("data")).hasSize(2);
    }

    @Test
    void aPageHasMetadataTasksWithOutputsAndQuota() throws Exception {
        wire.createSearchTasks(25);
        clock.advance(Duration.ofSeconds(10));
        wire.createSearchTasks(5);

        JsonNode page = wire.get("/tasks?page=2&pageSize=7").json();

        assertThat(page.get("metadata").toString())
                .isEqualTo("{\"page\":2,\"pageSize\":7,\"total\":30,\"totalPages\":5}");
        assertThat(page.get("quota").toString()).isEqualTo("{\"inFlight\":5,\"limit\":1000}");
        assertThat(page.get("data")).hasSize(7).allSatisfy(task -> assertThat(task.at("/output/results"))
                .isNotEmpty());
    }

    @Test
    void pagesGoOnFromEachOtherInEitherDirection() throws Exception {
        List<String> ids = wire.createSearchTasks(25);

        List<String> ascending = new ArrayList<>();
        List<String> descending = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            ascending.addAll(idsOf("/tasks?pageSize=10&sortDirection=asc&page=" + page));
            descending.addAll(
                    0,
                    idsOf("/tasks?pageSize=10&sortDirection=desc&page=" + page).stream()
                            .sorted(Comparator.comparing(ids::indexOf))
                            .toList());
        }

        assertThat(ascending).isEqualTo(ids);
        assertThat(descending).isEqualTo(ids);
        assertThat(idsOf("/tasks?page=4&pageSize=10")).isEmpty();
        assertThat(idsOf("/tasks?pageSize=1&sortDirection=desc")).containsExactly(ids.get(24));
        assertThat(idsOf("/tasks")).as("ten, the oldest first").isEqualTo(ids.subList(0, 10));
    }

    @Test
    void sortingByUpdateFollowsTheOrderOfFinishing() throws Exception {
        standIn.close();
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .noPollLimit()
                .pendingShare(0)
                .taskTime("search", task -> Duration.ofSeconds(10 - task.number()))
                .start();
        wire = Wire.to(standIn);
        List<String> ids = wire.createSearchTasks(3);
        clock.advance(Duration.ofSeconds(10));

        assertThat(idsOf("/tasks?sortBy=updatedAt&sortDirection=asc"))
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(idsOf("/tasks?sortBy=createdAt&sortDirection=asc")).isEqualTo(ids);
    }

    @Test
    void statusAndTypeFiltersCanBeRepeated() throws Exception {
        standIn.failTasksWhen(task -> task.number() == 1, "no");
        List<String> done = wire.createSearchTasks(2);
        clock.advance(Duration.ofSeconds(10));
        List<String> fresh = wire.createSearchTasks(1);
        String fetch = wire.post("/tasks", "[{\"type\":\"fetch\",\"input\":{\"url\":\"https://example.com\"}}]")
                .json()
                .at("/0/id")
                .asText();

        assertThat(idsOf("/tasks?status=completed&status=failed")).containsExactlyInAnyOrderElementsOf(done);
        assertThat(idsOf("/tasks?status=pending&type=search")).isEqualTo(fresh);
        assertThat(idsOf("/tasks?type=fetch&type=research")).containsExactly(fetch);
        assertThat(wire.get("/tasks?status=failed").json().at("/metadata/total").asInt())
                .isEqualTo(1);
    }

    @Test
    void wrongListParametersAreNamed() throws Exception {
        assertThat(wire.get("/tasks?page=0&pageSize=101&sortBy=id&sortDirection=up&status=done&type=crawl")
                        .invalidFields())
                .containsExactly("page", "pageSize", "sortBy", "sortDirection", "status", "type");
        assertThat(wire.get("/research?page=x").status()).isEqualTo(400);
    }

    @Test
    void aPageCanBeSmallerThanAskedFor() throws Exception {
        standIn.close();
        standIn = LinkupStandIn.builder().noPollLimit().maxPageSize(5).start();
        wire = Wire.to(standIn);
        wire.createSearchTasks(12);

        JsonNode page = wire.get("/tasks?pageSize=100").json();

        assertThat(page.get("data")).hasSize(5);
        assertThat(page.at("/metadata/totalPages").asInt()).isEqualTo(3);
    }

    @Test
    void anUnknownIdIsNotFound() throws Exception {
        for (String path : List.of("/tasks/2dbcc4bb-2c0d-4bcb-aaf5-44f7cbcf4eee", "/research/x")) {
            Wire.Answer answer = wire.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("TASK_NOT_FOUND");
        }
    }

    @Test
    void anExpiredResultIsNotFoundAndLeavesTheList() throws Exception {
        String id = wire.createSearchTasks(1).get(0);

        clock.advance(Duration.ofSeconds(10).plusHours(24).minusMillis(1));
        assertThat(wire.get("/tasks/" + id).status()).isEqualTo(200);
        clock.advance(Duration.ofMillis(1));
        assertThat(wire.get("/tasks/" + id).code()).isEqualTo("TASK_NOT_FOUND");
        assertThat(wire.get("/tasks").json().at("/metadata/total").asInt()).isZero();
        assertThat(standIn.tasks()).extracting(StandInTask::id).containsExactly(id);
    }

    private String statusAndUpdate(String id) throws Exception {
        JsonNode task = wire.get("/tasks/" + id).json();
        return task.get("status").asText() + " " + task.get("updatedAt").asText();
    }

    private List<String> idsOf(String path) throws Exception {
        List<String> ids = new ArrayList<>();
        wire.get(path).json().get("data").forEach(task -> ids.add(task.get("id").asText()));
        return ids;
    }
}
