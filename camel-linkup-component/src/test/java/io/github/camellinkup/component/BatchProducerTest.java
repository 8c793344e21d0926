package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code linkup:tasks?mode=batch}: many tasks at once. */
class BatchProducerTest extends LinkupTestSupport {

    @TempDir
    private Path folder;

    private Exchange send(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getIn().setBody(body));
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
                "linkup:tasks?type=search&keepHeaders=crmId,owner,region",
                "[{\"q\":\"one\",\"headers\":{\"crmId\":7,\"owner\":\"Ann\",\"region\":null}}]");

        assertThat(pending(repository()))
                .singleElement()
                .extracting("headers")
                .isEqualTo(Map.of("crmId", "7", "owner", "Ann"));
        assertThat(send(
                                "linkup:tasks?type=search&keepHeaders=*",
                                "[{\"q\":\"one\",\"headers\":{\"owner\":{\"name\":\"Ann\"}}}]")
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
    void aFullQueueIsWaitedOut() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));

        Exchange exchange = send("linkup:tasks?type=search", questions(3));

        assertThat(exchange.getException()).isNull();
        assertThat(standIn().tasks()).hasSize(3);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(2);
        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(1);
    }

    @Test
    void anErrorOfTheSourceFailsTheExchange() {
        Iterator<String> broken = new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new NoClassDefFoundError("com/acme/Rows");
            }

            @Override
            public String next() {
                return "camel";
            }
        };

        assertThat(send("linkup:tasks?type=search", broken).getException()).hasRootCauseMessage("com/acme/Rows");
    }
}
