package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.StandInTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksProducerTest extends LinkupTestSupport {

    @TempDir
    private Path folder;

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

    private static List<String> questions(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "question " + i).toList();
    }

    @Test
    void aBatchOfAnySizeGoesInCallsOfAHundredAndAnswersInOrder() {
        Exchange exchange = send("linkup:tasks?type=search&depth=deep", questions(250));

        List<?> created = exchange.getMessage().getBody(List.class);
        assertThat(created).hasSize(250);
        assertThat(created)
                .extracting(task -> ((Task) task).input().toTree().path("q").asText())
                .isEqualTo(questions(250));
        assertThat(standIn().received(Operation.TASKS_CREATE))
                .extracting(call -> call.json().size())
                .containsExactlyInAnyOrder(100, 100, 50);
        assertThat(standIn().received(Operation.TASKS_CREATE))
                .extracting(call -> call.json().get(0))
                .contains(json("{\"type\":\"search\",\"input\":{\"q\":\"question 1\",\"depth\":\"deep\","
                        + "\"outputType\":\"sourcedAnswer\"}}"));
        assertThat(pending(repository())).hasSize(250);
    }

    @Test
    void aBatchMixesTypesAndKindsOfRequests() {
        send(
                "linkup:tasks?type=search&depth=fast",
                Arrays.asList(
                        "a question",
                        FetchRequest.builder().url("https://a.org").build(),
                        Map.of("type", "research", "input", Map.of("q", "why", "reasoningDepth", "S")),
                        Map.of("q", "flat", "maxResults", 3),
                        json("{\"type\":\"fetch\",\"input\":{\"url\":\"https://b.org\",\"mode\":\"pro\"}}"),
                        TaskRequest.of(FetchRequest.builder()
                                        .url("https://c.org")
                                        .build())
                                .withReference("C")));

        assertThat(onlyCall(Operation.TASKS_CREATE).json())
                .isEqualTo(json(
                        "[{\"type\":\"search\",\"input\":{\"q\":\"a question\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\"}},"
                                + "{\"type\":\"fetch\",\"input\":{\"url\":\"https://a.org\"}},"
                                + "{\"type\":\"research\",\"input\":{\"q\":\"why\",\"outputType\":\"sourcedAnswer\",\"reasoningDepth\":\"S\"}},"
                                + "{\"type\":\"search\",\"input\":{\"q\":\"flat\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\",\"maxResults\":3}},"
                                + "{\"type\":\"fetch\",\"input\":{\"url\":\"https://b.org\",\"mode\":\"pro\"}},"
                                + "{\"type\":\"fetch\",\"input\":{\"url\":\"https://c.org\"}}]"));
        assertThat(pending(repository())).extracting("reference").contains("C").hasSize(6);
    }

    @Test
    void aBatchIsAnArrayOfJsonAsTextBytesOrFile() throws Exception {
        String text = "[{\"type\":\"search\",\"input\":{\"query\":\"one\"},\"reference\":\"1\"},"
                + "{\"type\":\"fetch\",\"input\":{\"url\":\"https://a.org\"}}]";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("batch.json"), bytes);

        for (Object body : List.of(text, bytes, json(text), Files.newInputStream(file), file, file.toFile())) {
            assertThat(send("linkup:tasks", body).getException()).isNull();
        }

        assertThat(standIn().received(Operation.TASKS_CREATE)).hasSize(6).allSatisfy(call -> {
            assertThat(call.json()).hasSize(2);
            assertThat(call.json().get(0).at("/input/q").asText()).isEqualTo("one");
            assertThat(call.json().get(0).has("reference")).isFalse();
        });
    }

    @Test
    void headersOfARequestInJsonAreKeptIfTheyHaveAValue() {
        send(
                "linkup:tasks?type=search",
                "[{\"q\":\"one\",\"headers\":{\"crmId\":7,\"owner\":\"Ann\",\"region\":null}}]");

        assertThat(pending(repository()))
                .singleElement()
                .extracting("headers")
                .isEqualTo(Map.of("crmId", "7", "owner", "Ann"));
        assertThat(send("linkup:tasks?type=search", "[{\"q\":\"one\",\"headers\":{\"owner\":{\"name\":\"Ann\"}}}]")
                        .getException())
                .hasMessageContaining("headers.owner");
    }

    @Test
    void aStreamIsReadOnlyAsFarAsThereIsRoomToSend() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        Stream<String> endless = Stream.generate(() -> "question " + read.incrementAndGet())
                .peek(question -> {
                    int answered = standIn().tasks().size();
                    mostAhead.accumulateAndGet(read.get() - answered, Math::max);
                })
                .limit(2_000);

        Exchange exchange = send("linkup:tasks?type=search&maxConcurrentBatches=2", endless);

        List<?> created = exchange.getMessage().getBody(List.class);
        assertThat(created).hasSize(2_000);
        assertThat(mostAhead.get()).isLessThanOrEqualTo(300);
    }

    @Test
    void aBatchThatStopsHalfWaySaysWhatIsCreatedAndWhatIsNot() {
        AtomicInteger read = new AtomicInteger();
        Iterator<String> source = Stream.generate(() -> "question " + read.incrementAndGet())
                .limit(1_000)
                .iterator();
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && call.json().get(0).at("/input/q").asText().equals("question 201"),
                        Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));

        Exchange exchange = send("linkup:tasks?type=search&maxConcurrentBatches=1&queueFull=fail", source);

        LinkupPartialBatchException partial = exchange.getException(LinkupPartialBatchException.class);
        assertThat(partial.getCreated()).hasSize(200);
        assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT))
                .isEqualTo(200L);
        assertThat(partial.getNotCreated()).hasSize(100);
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(partial).hasCauseInstanceOf(LinkupTasksQueueLimitExceededException.class);
        assertThat(pending(repository())).hasSize(200);
        assertThat(source.next()).isEqualTo("question 301");
        assertThat(standIn().tasks()).hasSize(200);
    }

    @Test
    void aBatchAnswersTheIdsOfItsTasksOrNothing() {
        Exchange ids = send("linkup:tasks?type=search&batchAnswer=ids", questions(150));
        Exchange none = send("linkup:tasks?type=search&batchAnswer=none", questions(150));

        assertThat(ids.getMessage().getBody())
                .isEqualTo(standIn().tasks().subList(0, 150).stream()
                        .sorted(Comparator.comparing(task ->
                                Integer.valueOf(task.input().path("q").asText().substring("question ".length()))))
                        .map(StandInTask::id)
                        .toList());
        assertThat(none.getMessage().getBody()).isNull();
        assertThat(List.of(ids, none))
                .allSatisfy(exchange -> assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT))
                        .isEqualTo(150L));
        assertThat(pending(repository())).hasSize(300);
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
        send("linkup:tasks?type=search", questions(5));

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
    void thePageOfResearchHasNoQuota() {
        send("linkup:research", "why");

        Exchange exchange = send("linkup:research?mode=list", null);

        assertThat(exchange.getMessage().getBody(TaskPage.class).quota()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(LinkupConstants.QUOTA_LIMIT);
        JsonNode tree = exchange.getMessage().getBody(JsonNode.class);
        assertThat(tree.path("metadata").path("total").asInt()).isEqualTo(1);
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
    void aFullQueueIsWaitedOut() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));

        Exchange exchange = send("linkup:tasks?type=search", questions(3));

        assertThat(exchange.getException()).isNull();
        assertThat(standIn().tasks()).hasSize(3);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(2);
        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(1);
    }
}
