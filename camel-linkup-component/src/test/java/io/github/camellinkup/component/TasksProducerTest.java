package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.StandInTask;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Single tasks and research are sent, read and listed. */
class TasksProducerTest extends LinkupTestSupport {

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
            exchange.getIn().setBody(body);
            headers.forEach(exchange.getIn()::setHeader);
        });
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    private TaskRepository repository() {
        return context.getComponent("linkup", LinkupComponent.class).getTaskRepository();
    }

    @Test
    void aSingleTaskKeepsItsReferenceAndHeaders() {
        Exchange exchange = send(
                "linkup:tasks?mode=single&type=search&keepHeaders=crm*",
                "camel",
                Map.of(LinkupConstants.REFERENCE, "ACME-1", "crmId", 7, "other", "x"));

        Task task = exchange.getMessage().getBody(Task.class);
        assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_ID)).isEqualTo(task.id());
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("pending");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_AT)).isEqualTo(task.createdAt());
        assertThat(repository().find(task.id())).hasValueSatisfying(pending -> {
            assertThat(pending.reference()).isEqualTo("ACME-1");
            assertThat(pending.headers()).containsExactly(Map.entry("crmId", 7));
        });
        assertThat(onlyCall(Operation.TASKS_CREATE).body())
                .doesNotContain("ACME-1")
                .doesNotContain("crmId");
    }

    @Test
    void aReferenceInBytesIsTheTextThatTheyAre() {
        Exchange exchange = send(
                "linkup:tasks?mode=single&type=search",
                "camel",
                Map.of(LinkupConstants.REFERENCE, "ACME-1".getBytes(StandardCharsets.UTF_8)));

        assertThat(exchange.getMessage().getHeader(LinkupConstants.REFERENCE)).isEqualTo("ACME-1");
        assertThat(pending(repository())).extracting(PendingTask::reference).containsExactly("ACME-1");
    }

    @Test
    void singleTasksOfExchangesThatComeTogetherTravelInOneCall() {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 100)
                .mapToObj(
                        i -> template.asyncSend("linkup:tasks?mode=single&type=search&batchLinger=60000", exchange -> {
                            exchange.getIn().setBody("question " + i);
                            exchange.getIn().setHeader(LinkupConstants.REFERENCE, "row " + i);
                        }))
                .toList();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();

        assertThat(onlyCall(Operation.TASKS_CREATE).json()).hasSize(100);
        for (int i = 0; i < 100; i++) {
            Task task = sent.get(i).join().getMessage().getBody(Task.class);
            assertThat(task.input().toTree().path("q").asText()).isEqualTo("question " + i);
            assertThat(repository().find(task.id()))
                    .get()
                    .extracting("reference")
                    .isEqualTo("row " + i);
        }
    }

    @Test
    void aSingleTaskThatTheApiRefusesDoesNotSpoilThoseItTravelledWith() {
        standIn()
                .failNext(
                        Operation.TASKS_CREATE,
                        Fault.answer(
                                400,
                                "application/json",
                                "{\"statusCode\":400,\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"Validation failed\","
                                        + "\"details\":[{\"field\":\"1.input.q\",\"message\":\"is rude\"}]}}"));

        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 3)
                .mapToObj(i -> template.asyncSend(
                        "linkup:tasks?mode=single&type=search&batchSize=3&batchLinger=60000",
                        exchange -> exchange.getIn().setBody("question " + i)))
                .toList();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();

        assertThat(sent.stream().map(exchange -> exchange.join().getException()).filter(Objects::nonNull))
                .singleElement()
                .isInstanceOfSatisfying(LinkupInvalidRequestException.class, refused -> assertThat(refused)
                        .hasMessageContaining("input.q: is rude"));
        assertThat(standIn().received(Operation.TASKS_CREATE))
                .extracting(call -> call.json().size())
                .containsExactly(3, 2);
        assertThat(standIn().tasks()).hasSize(2);
    }

    @Test
    void researchIsStartedByItsOwnCall() {
        Exchange exchange = send(
                "linkup:research?researchMode=investigate&reasoningDepth=L",
                "why",
                Map.of("CamelLinkupReference", "R"));

        assertThat(onlyCall(Operation.RESEARCH_CREATE).json())
                .isEqualTo(json("{\"q\":\"why\",\"outputType\":\"sourcedAnswer\",\"mode\":\"investigate\","
                        + "\"reasoningDepth\":\"L\"}"));
        assertThat(exchange.getMessage().getBody(Task.class).type()).isEqualTo("research");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.REFERENCE)).isEqualTo("R");
        assertThat(pending(repository())).hasSize(1);
    }

    @Test
    void aTaskIsReadByHeaderBodyOrOption() {
        Exchange created = send("linkup:research", "why", Map.of(LinkupConstants.REFERENCE, "R"));
        Task task = created.getMessage().getBody(Task.class);

        Exchange read = send("linkup:research?mode=get", task);
        send("linkup:tasks?mode=get", task.id());
        send("linkup:tasks?mode=get&taskId=" + task.id(), null);
        send("linkup:tasks?mode=get", "ignored", Map.of(LinkupConstants.TASK_ID, task.id()));

        assertThat(read.getMessage().getBody(Task.class).id()).isEqualTo(task.id());
        assertThat(read.getMessage().getHeader(LinkupConstants.REFERENCE)).isEqualTo("R");
        assertThat(onlyCall(Operation.RESEARCH_GET).path()).endsWith("/research/" + task.id());
        assertThat(standIn().received(Operation.TASKS_GET))
                .hasSize(3)
                .extracting(ReceivedCall::path)
                .allMatch(path -> path.endsWith("/tasks/" + task.id()));
    }

    @Test
    void aPageOfTasksIsReadWithFiltersThatHeadersOverride() {
        send("linkup:tasks?type=search", Collections.nCopies(5, "camel"));

        Exchange exchange = send(
                "linkup:tasks?mode=list&page=1&pageSize=2&sortBy=createdAt&sortDirection=asc&types=search,fetch"
                        + "&statuses=completed",
                null,
                Map.of(LinkupConstants.PAGE, 2, LinkupConstants.STATUSES, List.of("pending", "processing")));

        TaskPage page = exchange.getMessage().getBody(TaskPage.class);
        assertThat(page.tasks()).hasSize(2);
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TOTAL)).isEqualTo(5L);
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TOTAL_PAGES)).isEqualTo(3);
        assertThat(exchange.getMessage().getHeader(LinkupConstants.QUOTA_IN_FLIGHT))
                .isEqualTo(5);
        Map<String, List<String>> query = onlyCall(Operation.TASKS_LIST).query();
        assertThat(query).containsOnlyKeys("page", "pageSize", "sortBy", "sortDirection", "type", "status");
        assertThat(query.get("page")).containsExactly("2");
        assertThat(query.get("type")).containsExactlyInAnyOrder("search", "fetch");
        assertThat(query.get("status")).containsExactlyInAnyOrder("pending", "processing");
    }

    @Test
    void aTaskThatExtractsIsReadAsWhatItIs() {
        StandInTask extract = standIn()
                .addForeignTask(ForeignTask.of("extract").input(json("{\"q\":\"offices\",\"url\":\"https://a.org\"}")));

        Task task = send("linkup:tasks?mode=get", extract.id()).getMessage().getBody(Task.class);
        TaskPage page =
                send("linkup:tasks?mode=list&types=extract", null).getMessage().getBody(TaskPage.class);

        assertThat(page.tasks()).hasSize(1);
        for (Task read : List.of(task, page.tasks().get(0))) {
            assertThat(read.type()).isEqualTo("extract");
            assertThat(read.input().toTree().path("q").asText()).isEqualTo("offices");
            assertThat(read.answer().json().toMap()).containsKeys("creditsUsed", "rowsReturned", "resultUrl");
        }
    }

    @Test
    void thePageOfResearchHasNoQuota() {
        send("linkup:research", "why");

        Exchange exchange = send("linkup:research?mode=list", null);

        assertThat(exchange.getMessage().getBody(TaskPage.class).quota()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(LinkupConstants.QUOTA_LIMIT);
        JsonNode tree = exchange.getMessage().getBody(JsonNode.class);
        assertThat(tree.path("metadata").path("total").asInt()).isEqualTo(1);
    }
}
