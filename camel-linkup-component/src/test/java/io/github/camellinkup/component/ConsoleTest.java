package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.impl.console.DefaultDevConsoleRegistry;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The console alone tells why a flow stands still, each case caused at the stand-in. */
class ConsoleTest extends ConsumerTestSupport {

    private static final String SEARCH = "linkup:search?maxRetries=0";
    private static final String SINGLE = "linkup:tasks?mode=single&type=search&maxRetries=0";

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.setDevConsole(true);
        return context;
    }

    private String console(DevConsole.MediaType type) {
        DefaultDevConsoleRegistry registry = new DefaultDevConsoleRegistry(context);
        DevConsole console = registry.resolveById("linkup");
        Object called = console.call(type, Map.of());
        String shown = called instanceof JsonObject json ? json.toJson() : called.toString();
        assertThat(shown).doesNotContain(API_KEY).doesNotContain("linkup:tasks?");
        return shown;
    }

    private String text() {
        return console(DevConsole.MediaType.TEXT);
    }

    private JsonNode account() {
        return json(console(DevConsole.MediaType.JSON)).at("/component/0/account/0");
    }

    private void send(String uri) {
        template.send(uri, exchange -> exchange.getMessage().setBody("question"));
    }

    private List<String> heldUp() {
        List<String> reasons = new ArrayList<>();
        account().get("heldUp").forEach(reason -> reasons.add(reason.asText()));
        return reasons;
    }

    @Test
    void tellsWhatIsUnderWay() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBody("linkup:tasks?type=search", List.of("one", "two"));
        template.sendBody("linkup:search", "three");
        await().until(() -> text().contains("in flight"));

        JsonNode account = account();

        assertThat(account.get("baseUrl").asText()).isEqualTo(standIn().baseUrl());
        assertThat(account.get("keyDigest").asText()).hasSize(12);
        assertThat(account.get("heldUp")).isEmpty();
        assertThat(account.get("lastAnswer").asText()).isEqualTo(CLOCK.instant().toString());
        assertThat(account.get("estimatedSpendToday").asText()).isEqualTo("US$ 0.018");
        assertThat(account.get("searchesAndFetches").asText()).isEqualTo("0 wait for the rate limit");
        assertThat(account.get("reads").asText()).endsWith("wait for the rate limit");
        assertThat(account.at("/tasks/0/queue").asText()).isEqualTo("2 of 1000000 in flight, 0 calls wait for room");
        assertThat(account.at("/tasks/0/outstanding").asInt()).isEqualTo(2);
        assertThat(account.at("/tasks/0/outstandingByType").asText()).isEqualTo("{search=2}");
        assertThat(account.at("/tasks/0/oldest").asText())
                .isEqualTo(CLOCK.instant().toString());
        assertThat(account.at("/tasks/0/created").asInt()).isEqualTo(2);
        JsonNode consumer = json(console(DevConsole.MediaType.JSON)).at("/component/0/consumer/0");
        assertThat(consumer.get("route").asText()).isEqualTo("finished");
        assertThat(consumer.get("status").asText()).isEqualTo("Started");
        assertThat(consumer.get("nextReadDueIn").asText()).startsWith("PT");

        letTasksFinish();
        await().untilAsserted(() -> assertThat(text()).contains("emitted: 2", "outstanding: 0", "route: finished"));
    }

    @Test
    void tellsUpToWhenAllResultsWereOffered() throws Exception {
        consumeFrom("linkup:tasks?" + LONG_AGO + FAST);
        foreignTask(CLOCK.instant());

        await().untilAsserted(() -> assertThat(text()).contains("watermark: " + CLOCK.instant()));
    }

    @Test
    void tellsThatTheKeyIsRefused() {
        standIn().failWhen(call -> true, Fault.error(401, "UNAUTHORIZED"));
        send(SEARCH);

        assertThat(heldUp())
                .singleElement()
                .asString()
                .startsWith("KEY_REFUSED since ")
                .contains("API key");
        assertThat(text()).contains("lastError: ").contains(" SEARCH: ");
    }

    @Test
    void tellsThatCreditsAreSpentAndHowManyThereWere() {
        standIn().setCredits(BigDecimal.valueOf(-1));
        template.sendBody("linkup:credits", null);
        send(SINGLE);

        assertThat(heldUp()).singleElement().asString().startsWith("CREDITS_SPENT since ");
        assertThat(account().get("credits").asText()).isEqualTo("-1");
    }

    @Test
    void tellsThatTheQueueIsFullAndWhoWaits() {
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE,
                        Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));
        template.asyncSendBody("linkup:tasks?type=search", List.of("one"));

        await().until(() -> text().contains("1 calls wait for room"));
        assertThat(heldUp()).anyMatch(reason -> reason.startsWith("QUEUE_FULL since "));
    }

    @Test
    void tellsThatTheBudgetIsReached() {
        standIn().failNext(Operation.SEARCH, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        send(SEARCH);

        assertThat(heldUp())
                .singleElement()
                .asString()
                .startsWith("BUDGET_REACHED since ")
                .contains("budget of the API key");
    }

    @Test
    void tellsThatLinkupAskedToWait() {
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofHours(1)));
        send(SEARCH);

        assertThat(heldUp())
                .singleElement()
                .asString()
                .startsWith("RETRY_AFTER since ")
                .contains("3600");
    }

    @Test
    void tellsThatTheSpendLimitIsReached() {
        send(SEARCH + "&spendLimit=0.001");

        assertThat(heldUp()).singleElement().asString().startsWith("SPEND_LIMIT_REACHED since ");
        assertThat(account().get("spendLimit").asText()).isEqualTo("US$ 0.001");
    }

    @Test
    void tellsThatNoRouteTakesTheResults() throws Exception {
        send(SINGLE);
        assertThat(heldUp()).singleElement().asString().startsWith("NO_CONSUMER: ");

        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        assertThat(heldUp()).isEmpty();

        context.getRouteController().suspendRoute("finished");
        assertThat(heldUp()).singleElement().asString().startsWith("NO_CONSUMER: ");
        assertThat(text()).contains("status: Suspended");
    }

    @Test
    void tellsOfWhichTypesNoRouteTakesTheResults() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&types=fetch&" + FAST);
        send("linkup:tasks?mode=single&type=fetch");
        assertThat(heldUp()).isEmpty();

        send(SINGLE);
        assertThat(heldUp()).singleElement().asString().startsWith("NO_CONSUMER: tasks (search) are outstanding");
    }

    @Test
    void tellsThatAConsumerReadsNothingUntilResultsAreRecorded() throws Exception {
        int most = 1_000;
        context.getRegistry().bind("readOnly", new ForwardingTaskRepository(new MemoryTaskRepository()) {
            @Override
            public void taken(String taskId) {
                throw new TaskRepositoryException("The tablespace is full", null);
            }
        });
        consumeFrom("linkup:tasks?taskScope=submitted&taskRepository=#readOnly&" + FAST);
        template.sendBody(
                "linkup:tasks?type=search&taskRepository=#readOnly",
                IntStream.rangeClosed(0, most).mapToObj(i -> "question " + i).toList());
        letTasksFinish();

        await().untilAsserted(() ->
                assertThat(text()).contains("heldUp: reads nothing until it is recorded which results were processed"));
        assertThat(finished().getReceivedCounter()).isGreaterThanOrEqualTo(most);
    }

    @Test
    void tellsThatExchangesWithResultsFail() throws Exception {
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&" + FAST)
                .routeId("finished")
                .throwException(new IllegalStateException("The CRM is away")));
        send(SINGLE);
        letTasksFinish();

        await().untilAsserted(() ->
                assertThat(text()).contains("last-delivery-failed: ", "IllegalStateException: The CRM is away"));
    }

    @Test
    void tellsThatTheRepositoryFails() {
        context.getRegistry().bind("doomed", new ForwardingTaskRepository(new MemoryTaskRepository()) {
            @Override
            public Outstanding outstanding(Set<String> types, Instant now, int most) {
                throw new IllegalStateException("The database is away");
            }
        });
        send(SINGLE + "&taskRepository=#doomed");

        assertThat(heldUp()).singleElement().asString().startsWith("REPOSITORY_UNREACHABLE: ");
    }

    @Test
    void tellsWhatElseThereIsWhereARepositoryFailsInPart() {
        context.getRegistry().bind("doomed", new ForwardingTaskRepository(new MemoryTaskRepository()) {
            @Override
            public List<OutboxEntry> openEntries() {
                throw new IllegalStateException("The database is away");
            }
        });
        send(SINGLE + "&taskRepository=#doomed");

        assertThat(heldUp()).singleElement().asString().startsWith("REPOSITORY_UNREACHABLE: ");
        assertThat(account().at("/tasks/0/outstanding").asInt()).isEqualTo(1);
    }
}
