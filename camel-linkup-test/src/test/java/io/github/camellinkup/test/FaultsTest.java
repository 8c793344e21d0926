package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultsTest {

    @RegisterExtension
    static final LinkupStandInExtension LINKUP =
            new LinkupStandInExtension(LinkupStandIn.builder().https());

    private LinkupStandIn standIn;
    private Wire wire;

    @BeforeEach
    void connect(LinkupStandIn running) {
        standIn = running;
        wire = Wire.to(running);
    }

    @Test
    void aCutConnectionCreatesNothing() {
        standIn.failNext(Operation.TASKS_CREATE, Fault.cutConnection());

        assertThatThrownBy(() -> wire.createSearchTasks(1)).isInstanceOf(IOException.class);
        assertThat(standIn.tasks()).isEmpty();
        assertThat(standIn.received().get(0).status()).isZero();
    }

    @Test
    void aConnectionCanBeCutAfterCreating() {
        for (Fault fault : List.of(Fault.cutConnection(), Fault.noAnswer(), Fault.brokenChunk())) {
            standIn.reset();
            standIn.failNext(Operation.TASKS_CREATE, fault.afterProcessing());

            assertThatThrownBy(() -> wire.createSearchTasks(3))
                    .as(fault.toString())
                    .isInstanceOf(IOException.class);
            assertThat(standIn.tasks()).hasSize(3);
        }
    }

    @Test
    void onlyTheNextCallsOfTheKindGoWrong() throws Exception {
        standIn.failNext(Operation.SEARCH, 2, Fault.error(503, "BUSY"));

        assertThat(wire.get("/credits/balance").status()).isEqualTo(200);
        assertThat(wire.post("/search", Wire.search("x")).status()).isEqualTo(503);
        assertThat(wire.post("/search", Wire.search("x")).code()).isEqualTo("BUSY");
        assertThat(wire.post("/search", Wire.search("x")).status()).isEqualTo(200);
    }

    @Test
    void theBodyOfARightAnswerCanBeChanged() throws Exception {
        standIn.failNext(Operation.TASKS_CREATE, Fault.changedBody(tasks -> {
            ((ObjectNode) tasks.get(1)).remove("type");
            return tasks;
        }));

        JsonNode created = wire.post("/tasks", "[" + Wire.searchTask("x") + "," + Wire.searchTask("y") + "]")
                .json();

        assertThat(created.at("/0/type").asText()).isEqualTo("search");
        assertThat(created.get(1).has("type")).isFalse();
        assertThat(standIn.tasks()).hasSize(2);
    }

    @Test
    void anErrorCanComeAfterCreating() throws Exception {
        standIn.failNext(Operation.TASKS_CREATE, Fault.error(502, "BAD_GATEWAY").afterProcessing());

        assertThat(wire.post("/tasks", "[" + Wire.searchTask("x") + "]").status())
                .isEqualTo(502);
        assertThat(standIn.tasks()).hasSize(1);
    }

    @Test
    void chosenCallsGoWrongUntilFaultsAreCleared() throws Exception {
        standIn.failWhen(
                call -> call.json().path("q").asText().equals("bad"), Fault.error(400, "SEARCH_QUERY_NO_RESULT"));

        assertThat(wire.post("/search", Wire.search("good")).status()).isEqualTo(200);
        assertThat(wire.post("/search", Wire.search("bad")).code()).isEqualTo("SEARCH_QUERY_NO_RESULT");
        standIn.clearFaults();
        assertThat(wire.post("/search", Wire.search("bad")).status()).isEqualTo(200);
    }

    @Test
    void randomFaultsAreTheSameForTheSameSeed() throws Exception {
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            standIn.reset();
            standIn.failRandomly(Operation.CREDITS, 0.5, 42, Fault.error(500, "INTERNAL"));
            List<Integer> statuses = new ArrayList<>();
            for (int call = 0; call < 20; call++) {
                statuses.add(wire.get("/credits/balance").status());
            }
            runs.add(statuses);
        }

        assertThat(runs.get(0)).contains(200, 500).isEqualTo(runs.get(1));
    }

    @Test
    void errorBodiesCanLackFieldsOrBeHtmlOrEmpty() throws Exception {
        standIn.failNext(Operation.CREDITS, Fault.errorWithoutStatusCode(429, "EXCEED_BUDGET_LIMIT"));
        standIn.failNext(Operation.CREDITS, Fault.errorWithoutDetails(403, "IP_NOT_WHITELISTED"));
        standIn.failNext(Operation.CREDITS, Fault.answer(502, "text/html", "<h1>Bad gateway</h1>"));
        standIn.failNext(Operation.CREDITS, Fault.answer(500, "application/json", ""));

        Wire.Answer withoutStatus = wire.get("/credits/balance");
        assertThat(withoutStatus.json().has("statusCode")).isFalse();
        assertThat(withoutStatus.code()).isEqualTo("EXCEED_BUDGET_LIMIT");
        Wire.Answer withoutDetails = wire.get("/credits/balance");
        assertThat(withoutDetails.json().get("error").has("details")).isFalse();
        assertThat(withoutDetails.status()).isEqualTo(403);
        Wire.Answer html = wire.get("/credits/balance");
        assertThat(html.header("Content-Type")).isEqualTo("text/html");
        assertThat(html.text()).isEqualTo("<h1>Bad gateway</h1>");
        Wire.Answer empty = wire.get("/credits/balance");
        assertThat(empty.status()).isEqualTo(500);
        assertThat(empty.text()).isEmpty();
    }

    @Test
    void retryAfterComesInSecondsOrAsADate() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofSeconds(7)));
        standIn.failNext(Operation.SEARCH, Fault.tooManyRequests(Instant.parse("2026-06-02T03:04:05Z")));

        Wire.Answer seconds = wire.post("/search", Wire.search("x"));
        assertThat(seconds.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(seconds.header("Retry-After")).isEqualTo("7");
        assertThat(wire.post("/search", Wire.search("x")).header("Retry-After"))
                .isEqualTo("Tue, 02 Jun 2026 03:04:05 GMT");
    }

    @Test
    void aDirectCallCanExceedTheDeadlineOfTheService() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.deadlineExceeded());

        Wire.Answer answer = wire.post("/search", Wire.search("x"));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.json().at("/error/message").asText()).isEqualTo("The request took too long");
    }

    @Test
    void aTruncatedBodyIsProperHttpButNotJson() throws Exception {
        standIn.failNext(Operation.TASKS_LIST, Fault.truncatedBody());

        Wire.Answer answer = wire.get("/tasks");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("{\"metadata\"");
        assertThat(answer.json()).isInstanceOf(MissingNode.class);
    }

    @Test
    void aBrokenBodyBreaksTheConnectionHalfWay() {
        standIn.failNext(Operation.TASKS_CREATE, Fault.brokenBody());

        assertThatThrownBy(() -> wire.createSearchTasks(50)).isInstanceOf(IOException.class);
        assertThat(standIn.tasks()).hasSize(50);
    }

    @Test
    void garbageClaimsToBeJson() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.garbage());

        Wire.Answer answer = wire.post("/search", Wire.search("x"));

        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json()).isInstanceOf(MissingNode.class);
    }

    @Test
    void aHugeBodyHasTheSizeAskedFor() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.hugeBody(5_000_000));

        Wire.Answer answer = wire.post("/search", Wire.search("x"));

        assertThat(answer.header("Content-Length")).isEqualTo("5000000");
        assertThat(answer.text()).hasSize(5_000_000);
        assertThat(answer.json().get("sources")).isEmpty();
    }

    @Test
    void deepJsonIsNestedAsDeeplyAsAskedFor() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.deepJson(100_000));

        assertThat(wire.post("/search", Wire.search("x")).text())
                .hasSize("{\"answer\":}".length() + 200_000)
                .contains("[[[[[]]]]]");
    }

    @Test
    void slowAnswersAreTheRightOnes() throws Exception {
        standIn.failNext(Operation.SEARCH, Fault.slowStart(Duration.ofMillis(20)));
        standIn.failNext(Operation.SEARCH, Fault.slowBody(Duration.ofMillis(40)));
        String slowStart = wire.post("/search", Wire.search("x")).text();
        String slowBody = wire.post("/search", Wire.search("x")).text();

        assertThat(wire.post("/search", Wire.search("x")).text())
                .isEqualTo(slowStart)
                .isEqualTo(slowBody);
    }

    @Test
    void aRuleThatThrowsIsNamedInTheAnswer() throws Exception {
        standIn.failWhen(
                call -> {
                    throw new IllegalStateException("rule is broken");
                },
                Fault.garbage());

        assertThat(wire.get("/tasks").text()).contains("STAND_IN_ERROR", "rule is broken");
    }

    @Test
    void connectionsAreCutOverHttp2Too() {
        Wire http2 = Wire.to(
                HttpClient.newBuilder().sslContext(standIn.clientSslContext()).build(),
                standIn.httpsBaseUrl(),
                standIn);
        for (Fault fault : List.of(
                Fault.cutConnection().afterProcessing(),
                Fault.noAnswer().afterProcessing(),
                Fault.brokenChunk().afterProcessing())) {
            standIn.reset();
            standIn.failNext(Operation.TASKS_CREATE, fault);
            assertThatThrownBy(() -> http2.createSearchTasks(1))
                    .as(fault.toString())
                    .isInstanceOf(IOException.class);
            assertThat(standIn.tasks()).hasSize(1);
            assertThat(standIn.received().get(0).protocol()).isEqualTo("HTTP/2.0");
        }
    }
}
