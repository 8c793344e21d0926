package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Over the wire: whatever happens to the answer of a create call, each input becomes one task. */
class ExactlyOnceTest extends LinkupTestSupport {

    private static final String CALLS = "requestTimeout=1000&maxRetries=0";
    private static final String SETTLING = CALLS + "&settleDelay=50&settleTimeout=60000";

    static Stream<Arguments> faults() {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : List.of(
                Fault.cutConnection(),
                Fault.error(500, "INTERNAL"),
                Fault.answer(503, "text/html", "<html>Service Unavailable</html>"),
                Fault.garbage(),
                Fault.noAnswer())) {
            faults.add(fault);
            faults.add(fault.afterProcessing());
        }
        faults.add(Fault.truncatedBody());
        faults.add(Fault.brokenBody());
        return faults.stream().flatMap(fault -> Stream.of(Arguments.of(fault, "batch"), Arguments.of(fault, "single")));
    }

    private TaskRepository repository() {
        return component().getTaskRepository();
    }

    private LinkupComponent component() {
        return context.getComponent("linkup", LinkupComponent.class);
    }

    private List<Task> send(String mode, List<String> questions) {
        String uri = "linkup:tasks?type=search&mode=" + mode + "&" + SETTLING;
        if (mode.equals("batch")) {
            Exchange exchange = template.request(
                    uri + "&batchSize=4", message -> message.getIn().setBody(questions));
            assertThat(exchange.getException()).isNull();
            List<?> tasks = exchange.getMessage().getBody(List.class);
            return tasks.stream().map(Task.class::cast).toList();
        }
        return questions.stream()
                .map(question -> template.asyncRequestBody(uri + "&batchLinger=5", question, Task.class))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static List<String> questions(int count) {
        return IntStream.range(0, count).mapToObj(i -> "question " + i % 7).toList();
    }

    private static List<String> questionsOf(List<Task> tasks) {
        return tasks.stream()
                .map(task -> task.input().toTree().path("q").asText())
                .toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faults")
    void eachInputBecomesOneTaskAndTheTasksComeInOrder(Fault fault, String mode) {
        standIn().failNext(Operation.TASKS_CREATE, 2, fault);

        List<Task> tasks = send(mode, questions(10));

        assertThat(questionsOf(tasks)).isEqualTo(questions(10));
        assertThat(standIn().tasks())
                .extracting(StandInTask::id)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Task::id).toList());
        assertThat(pending(repository()))
                .extracting(PendingTask::id)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Task::id).toList());
        assertThat(repository().openEntries()).isEmpty();
    }

    @Test
    void tasksOfOthersAreNotTakenForOwnOnes() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        for (int i = 0; i < 250; i++) {
            standIn().addForeignTask(ForeignTask.of("search").input(json("{\"q\":\"other " + i + "\"}")));
        }

        List<Task> tasks = send("batch", List.of("camel"));

        assertThat(questionsOf(tasks)).containsExactly("camel");
        assertThat(standIn().tasks()).hasSize(251);
    }

    @Test
    void researchIsSettledThroughItsOwnList() {
        standIn().failNext(Operation.RESEARCH_CREATE, Fault.cutConnection().afterProcessing());

        Task task = template.requestBody("linkup:research?" + SETTLING, "why", Task.class);

        assertThat(standIn().tasks())
                .singleElement()
                .extracting(StandInTask::id)
                .isEqualTo(task.id());
        assertThat(standIn().count(Operation.RESEARCH_LIST)).isEqualTo(1);
        assertThat(standIn().count(Operation.TASKS_LIST)).isZero();
    }

    @Test
    void whatAnotherNodeLeftOpenIsAdoptedOrSentWhenAProducerStarts() throws Exception {
        List<TaskRequest> requests = Stream.of("landed", "missing")
                .map(question -> TaskRequest.of(
                                SearchRequest.builder().q(question).build())
                        .withReference("row " + question))
                .toList();
        repository()
                .open(new OutboxEntry(
                        "left", "dead node", CLOCK.instant(), CLOCK.instant().minusSeconds(1), false, requests));
        standIn()
                .addForeignTask(ForeignTask.of("search")
                        .status(StandInTask.Status.PENDING)
                        .input(json("{\"q\":\"landed\",\"depth\":\"standard\",\"outputType\":\"sourcedAnswer\"}")));

        TaskEngine engine = context.getEndpoint("linkup:tasks?" + SETTLING, LinkupEndpoint.class)
                .engine();

        await().until(() -> repository().openEntries().isEmpty());
        assertThat(pending(repository()))
                .extracting(PendingTask::reference)
                .containsExactlyInAnyOrder("row landed", "row missing");
        assertThat(onlyCall(Operation.TASKS_CREATE).json()).hasSize(1);
        assertThat(engine.statistics().get(TaskEventType.ADOPTED)).isEqualTo(1);
        assertThat(engine.statistics().get(TaskEventType.SENT_AGAIN)).isEqualTo(1);
    }

    @Test
    void callsAreCounted() throws Exception {
        send("batch", questions(8));
        template.requestBody("linkup:tasks?mode=list&" + CALLS, (Object) null);
        standIn().failNext(Operation.TASKS_LIST, Fault.error(429, "TOO_MANY_REQUESTS"));
        template.request(
                "linkup:tasks?mode=list&" + CALLS, message -> message.getIn().setBody(null));

        TaskEngine engine = context.getEndpoint("linkup:tasks?mode=list&" + CALLS, LinkupEndpoint.class)
                .engine();
        assertThat(engine.statistics().createCalls()).isEqualTo(2);
        assertThat(engine.statistics().get(TaskEventType.CREATED)).isEqualTo(8);
        assertThat(engine.statistics().listReads()).isEqualTo(2);
        assertThat(engine.statistics().refusedCalls()).isEqualTo(1);
    }
}
