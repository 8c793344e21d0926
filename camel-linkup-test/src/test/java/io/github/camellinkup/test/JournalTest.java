package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalTest {

    @Test
    void aCallIsKeptAsItWasSent() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-03-04T05:06:07.089Z"));
        try (LinkupStandIn standIn = LinkupStandIn.builder().clock(clock).start()) {
            Wire wire = Wire.to(standIn, "Authorization", "Bearer " + standIn.apiKey(), "X-Mine", "ü");
            String body = "{ \"q\" : \"żółw\", \"depth\":\"fast\",\"outputType\":\"searchResults\" }";
            wire.post("/search", body);
            wire.get("/tasks?status=completed&status=failed&page=2&odd=a%26b+c");

            ReceivedCall search = standIn.received().get(0);
            assertThat(search.time()).isEqualTo(clock.instant());
            assertThat(search.operation()).isEqualTo(Operation.SEARCH);
            assertThat(search.method()).isEqualTo("POST");
            assertThat(search.path()).isEqualTo("/v1/search");
            assertThat(search.body()).isEqualTo(body);
            assertThat(search.json().get("q").asText()).isEqualTo("żółw");
            assertThat(search.header("authorization")).hasValue("Bearer " + standIn.apiKey());
            assertThat(search.header("nothing")).isEmpty();
            assertThat(search.headerNames()).contains("content-type");
            assertThat(search.status()).isEqualTo(200);
            ReceivedCall list =
                    standIn.received(Operation.TASKS_LIST, Operation.CREDITS).get(0);
            assertThat(list.query())
                    .isEqualTo(Map.of(
                            "status", List.of("completed", "failed"), "page", List.of("2"), "odd", List.of("a&b c")));
            assertThat(list.json().isMissingNode()).isTrue();
        }
    }

    @Test
    void noTextFormShowsTheKey() throws Exception {
        String key = "very-secret-key";
        LinkupStandInBuilder builder = LinkupStandIn.builder().apiKeys(key);
        try (LinkupStandIn standIn = builder.start()) {
            Wire.to(standIn).post("/search", Wire.search("x"));
            Wire.to(standIn).createSearchTasks(1);

            assertThat(standIn.received().toString()
                            + standIn.tasks()
                            + standIn
                            + builder
                            + Wire.to(standIn, "Authorization", "Bearer " + key + "!")
                                    .get("/tasks")
                                    .text())
                    .doesNotContain(key);
        }
    }

    @Test
    void onlyTheLastCallsAreKeptButAllAreCounted() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.builder().recordCalls(2).start()) {
            Wire wire = Wire.to(standIn);
            for (String question : List.of("a", "b", "c")) {
                wire.post("/search", Wire.search(question));
            }

            assertThat(standIn.received())
                    .extracting(call -> call.json().get("q").asText())
                    .containsExactly("b", "c");
            assertThat(standIn.count(Operation.SEARCH)).isEqualTo(3);
            assertThat(standIn.count(Operation.FETCH)).isZero();
            assertThat(standIn.count()).isEqualTo(3);
        }
    }

    @Test
    void createdTasksAreKeptWithTheirInputAsSent() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.start()) {
            Wire.to(standIn).createSearchTasks(2);

            assertThat(standIn.tasks())
                    .extracting(task -> task.number() + " " + task.type() + " " + task.input())
                    .containsExactly("0 search " + Wire.search("question 0"), "1 search " + Wire.search("question 1"));
        }
    }

    @Test
    void resetForgetsEverythingThatHappenedOrWasScripted() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.start()) {
            Wire wire = Wire.to(standIn);
            standIn.answerSearch(input -> Json.object());
            standIn.failTasksWhen(task -> true, "no");
            standIn.failNext(Operation.FETCH, Fault.error(500, "INTERNAL"));
            standIn.setCredits(BigDecimal.ONE);
            wire.createSearchTasks(1);
            wire.get("/tasks");
            wire.get("/tasks");

            standIn.reset();

            assertThat(standIn.tasks()).isEmpty();
            assertThat(standIn.received()).isEmpty();
            assertThat(standIn.count() + standIn.refusedReads()).isZero();
            assertThat(wire.get("/tasks").json().at("/quota/inFlight").asInt()).isZero();
            assertThat(wire.post("/search", Wire.search("x")).json().has("results"))
                    .isTrue();
            assertThat(wire.post("/fetch", "{\"url\":\"https://example.com\"}").status())
                    .isEqualTo(200);
            assertThat(wire.get("/credits/balance").text()).isEqualTo("{\"balance\":1000}");
            wire.createSearchTasks(1);
            assertThat(standIn.tasks().get(0).error()).isNull();
        }
    }
}
