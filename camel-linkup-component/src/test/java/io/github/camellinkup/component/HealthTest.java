package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.PaymentSigner;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** What the health checks of producers and consumers say, each state caused at the stand-in. */
class HealthTest extends ConsumerTestSupport {

    private static final String SEARCH = "linkup:search?maxRetries=0";
    private static final String SINGLE = "linkup:tasks?mode=single&type=search&maxRetries=0";
    private static final String CONSUMER = "linkup:tasks?taskScope=submitted&maxRetries=0&" + FAST;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        HealthCheckRegistry registry = new DefaultHealthCheckRegistry(context);
        ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        registry.setExposureLevel("full");
        registry.register(producers);
        registry.register(new ConsumersHealthCheckRepository());
        context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
        return context;
    }

    private Exchange send(String uri) {
        return template.send(uri, exchange -> exchange.getMessage().setBody("question"));
    }

    private HealthCheck.Result health(String idPrefix) {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().startsWith(idPrefix))
                .findFirst()
                .orElseThrow();
    }

    private HealthCheck.Result producerHealth() {
        return health("producer:linkup-");
    }

    private HealthCheck.Result consumerHealth() {
        return health("consumer:finished");
    }

    private static void assertUp(HealthCheck.Result result) {
        assertThat(result.getMessage()).isEmpty();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails()).doesNotContainKey("linkup.state");
    }

    private void assertDown(HealthCheck.Result result, String state, String message) {
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getDetails()).containsEntry("linkup.state", state);
        assertThat(result.getMessage()).get().asString().contains(message);
        assertThat(result.getError()).as("stack trace").isEmpty();
        assertThat(result.getMessage().orElseThrow() + result.getDetails()).doesNotContain(API_KEY);
        Collection<HealthCheck.Result> live = HealthCheckHelper.invokeLiveness(context);
        assertThat(live).allMatch(check -> check.getState() != HealthCheck.State.DOWN);
    }

    @Test
    void aRefusedKeyShowsAlsoWhereNothingIsSent() {
        standIn().failWhen(call -> true, Fault.error(401, "UNAUTHORIZED"));
        startProducer(SEARCH);

        await().untilAsserted(() -> assertDown(producerHealth(), "KEY_REFUSED", "API key"));
        await().untilAsserted(() -> assertDown(producerHealth(), "KEY_REFUSED", "API key"));
        assertThat(standIn().count(Operation.CREDITS)).isEqualTo(1);

        standIn().clearFaults();
        CLOCK.advance(MINUTE);
        await().untilAsserted(() -> assertUp(producerHealth()));
        assertThat(standIn().count()).isEqualTo(2);
    }

    private void startProducer(String uri) {
        try {
            context.getEndpoint(uri).createAsyncProducer().start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyThatMayNotReadTheCreditsIsGoodAgainOnceLinkupKnowsIt() {
        standIn().failNext(Operation.SEARCH, Fault.error(401, "UNAUTHORIZED"));
        standIn().failNext(Operation.CREDITS, Fault.error(403, "FORBIDDEN"));
        send(SEARCH);
        assertDown(producerHealth(), "KEY_REFUSED", "API key");

        CLOCK.advance(MINUTE);

        await().untilAsserted(() -> assertUp(producerHealth()));
        assertThat(standIn().count(Operation.CREDITS)).isEqualTo(1);
    }

    @Test
    void spentCreditsShowWhereNothingIsSent() {
        standIn().setCredits(BigDecimal.ZERO);
        startProducer(SEARCH);

        await().untilAsserted(() -> assertDown(producerHealth(), "CREDITS_SPENT", "credits are spent"));
    }

    @Test
    void aLongRetryAfterIsNotOverWhenAnotherKindOfCallSucceeds() {
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofHours(1)));
        send(SEARCH);
        template.sendBody("linkup:credits", null);
        assertDown(health("producer:linkup-search"), "RETRY_AFTER", "Too many calls");

        CLOCK.advance(Duration.ofHours(1));

        await().untilAsserted(() -> assertUp(health("producer:linkup-search")));
    }

    @Test
    void aCallThatTheKeyMayNotMakeDoesNotRefuseTheKey() {
        standIn().failNext(Operation.SEARCH, Fault.error(403, "FORBIDDEN"));
        send(SEARCH);

        assertUp(producerHealth());
    }

    @Test
    void aKeyThatDoesNotArriveIsRefused() {
        standIn().failNext(Operation.SEARCH, Fault.error(402, "PAYMENT_REQUIRED"));
        send(SEARCH);

        assertDown(producerHealth(), "KEY_REFUSED", "No API key has arrived");
    }

    @Test
    void anAccountWithoutAKeyIsNotAskedForItsCredits() {
        context.getRegistry().bind("signer", (PaymentSigner) required -> CompletableFuture.completedFuture(required));
        LinkupConfiguration configuration =
                context.getComponent("linkup", LinkupComponent.class).getConfiguration();
        configuration.setApiKey(null);
        startProducer(SEARCH + "&paymentSigner=#signer");

        await().untilAsserted(() -> assertUp(producerHealth()));
        assertThat(standIn().count()).isZero();
    }

    @Test
    void spentCreditsShowUntilThereAreNewOnes() {
        standIn().setCredits(BigDecimal.ONE.negate());
        assertThat(send(SEARCH).getException()).isNotNull();

        await().untilAsserted(() -> assertDown(producerHealth(), "CREDITS_SPENT", "credits are spent"));

        standIn().setCredits(BigDecimal.TEN);
        CLOCK.advance(MINUTE);
        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aReachedBudgetShowsUntilACallSucceeds() {
        standIn().failNext(Operation.SEARCH, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        send(SEARCH);
        await().untilAsserted(() -> assertDown(producerHealth(), "BUDGET_REACHED", "budget of the API key"));

        send(SEARCH);

        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aReachedBudgetIsForgottenSoThatAnotherCallMayTry() {
        standIn().failNext(Operation.SEARCH, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        send(SEARCH);
        await().untilAsserted(() -> assertDown(producerHealth(), "BUDGET_REACHED", "budget of the API key"));

        CLOCK.advance(Duration.ofMinutes(5));

        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aReachedSpendLimitShowsUntilTheNextDay() {
        String limited = SEARCH + "&spendLimit=0.001";
        send(limited);
        await().untilAsserted(() -> assertDown(producerHealth(), "SPEND_LIMIT_REACHED", "spendLimit"));

        CLOCK.advance(Duration.ofDays(1));

        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aQueueThatStaysFullShowsAfterTenMinutes() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));
        String failing = SINGLE + "&queueFull=fail";
        send(failing);
        await().untilAsserted(() -> assertUp(producerHealth()));

        CLOCK.advance(Duration.ofMinutes(10));
        await().untilAsserted(() -> assertDown(producerHealth(), "QUEUE_FULL", "queue is full"));

        send(failing);
        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aLongRetryAfterShowsUntilItIsOver() {
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofSeconds(50)));
        send(SEARCH);
        await().untilAsserted(() -> assertDown(producerHealth(), "RETRY_AFTER", "Too many calls"));

        CLOCK.advance(Duration.ofSeconds(50));

        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @Test
    void aServiceThatCannotBeReachedShowsAfterAMinute() {
        standIn().failWhen(call -> true, Fault.cutConnection());
        send(SEARCH);
        await().untilAsserted(() -> assertUp(producerHealth()));

        CLOCK.advance(MINUTE);
        await().untilAsserted(() -> assertDown(producerHealth(), "UNREACHABLE", "connection"));

        standIn().clearFaults();
        CLOCK.advance(MINUTE);
        await().untilAsserted(() -> assertUp(producerHealth()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepositoryThatCannotBeReachedShowsAtProducersAndConsumers(boolean isConsumer) throws Exception {
        BreakableDatabase database = new BreakableDatabase();
        context.getRegistry().bind("broken", new JdbcTaskRepository(database));
        if (isConsumer) {
            consumeFrom(CONSUMER + "&taskRepository=#broken");
            await().untilAsserted(() -> assertUp(consumerHealth()));
        } else {
            send(SINGLE + "&taskRepository=#broken");
            await().untilAsserted(() -> assertUp(producerHealth()));
        }

        database.isBroken = true;
        HealthCheck.Result broken = isConsumer ? consumerHealth() : producerHealth();
        assertDown(broken, "REPOSITORY_UNREACHABLE", "The database is away");

        database.isBroken = false;
        await().untilAsserted(() -> assertUp(isConsumer ? consumerHealth() : producerHealth()));
    }

    private static final class BreakableDatabase extends AbstractDataSource {

        private final JdbcDataSource database = newDatabase();
        private volatile boolean isBroken;

        @Override
        public Connection getConnection() throws SQLException {
            if (isBroken) {
                throw new SQLException("The database is away", "08001");
            }
            return database.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void aConsumerMissesResultsThatAreLongOverdue() throws Exception {
        consumeFrom(CONSUMER);
        send(SINGLE);
        await().untilAsserted(() -> assertUp(consumerHealth()));

        CLOCK.advance(Duration.ofMinutes(10));
        await().untilAsserted(() -> assertDown(
                consumerHealth(), "NO_RESULT", "1 tasks (search) are outstanding, and no result has come since"));

        CLOCK.advance(Duration.ofMinutes(10));
        await().untilAsserted(() -> assertUp(consumerHealth()));
        assertThat(emitted()).hasSize(1);
    }

    @Test
    void researchMayTakeAnHour() throws Exception {
        consumeFrom(CONSUMER);
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_GET || call.operation() == Operation.TASKS_LIST,
                        Fault.changedBody(HealthTest::unfinished));
        send("linkup:research");
        await().untilAsserted(() -> assertUp(consumerHealth()));

        CLOCK.advance(Duration.ofMinutes(59));
        await().untilAsserted(() -> assertUp(consumerHealth()));

        CLOCK.advance(MINUTE);
        await().untilAsserted(() -> assertDown(consumerHealth(), "NO_RESULT", "1 tasks (research) are outstanding"));
    }

    @Test
    void researchThatHangsShowsAlsoWhileSearchesCome() throws Exception {
        consumeFrom(CONSUMER);
        standIn().failWhen(call -> call.operation() != Operation.TASKS_CREATE, Fault.changedBody(body -> {
            body.path("data").forEach(HealthTest::leaveResearchUnfinished);
            return leaveResearchUnfinished(body);
        }));
        send("linkup:research");
        CLOCK.advance(Duration.ofMinutes(50));
        send(SINGLE);
        CLOCK.advance(Duration.ofMinutes(20));

        await().until(() -> emitted().size() == 1);
        await().untilAsserted(() -> assertDown(consumerHealth(), "NO_RESULT", "1 tasks (research) are outstanding"));
    }

    private static JsonNode leaveResearchUnfinished(JsonNode task) {
        return task.path("type").asText().equals("research") ? unfinished(task) : task;
    }

    @Test
    void failedTasksThatAreSkippedAreResults() throws Exception {
        standIn().failTasksWhen(task -> task.number() == 0, "no");
        consumeFrom(CONSUMER + "&failedTasks=skip");
        send(SINGLE);
        CLOCK.advance(Duration.ofMinutes(15));
        send(SINGLE);
        CLOCK.advance(Duration.ofMinutes(5));
        await().until(() -> standIn().tasks().get(0).status().isFinal());
        await().until(() -> pending(repository()).size() == 1);

        CLOCK.advance(Duration.ofMinutes(8));
        await().untilAsserted(() -> assertUp(consumerHealth()));
    }

    @Test
    void twoComponentsWithOneKeyHaveChecksOfTheirOwn() {
        LinkupComponent other = new LinkupComponent();
        other.setConfiguration(
                context.getComponent("linkup", LinkupComponent.class).getConfiguration());
        context.addComponent("linkup2", other);
        send(SEARCH);
        send("linkup2:search");
        assertUp(health("producer:linkup-search-"));
        assertUp(health("producer:linkup2-search-"));

        other.stop();
        assertThat(HealthCheckHelper.invokeReadiness(context)).hasSize(1);
    }

    private static JsonNode unfinished(JsonNode answer) {
        JsonNode task = answer.has("data") ? answer.at("/data/0") : answer;
        if (task instanceof ObjectNode body) {
            body.put("status", "processing").putNull("output");
        }
        return answer;
    }

    @Test
    void aConsumerWithARefusedKeyIsDown() throws Exception {
        consumeFrom(CONSUMER);
        await().untilAsserted(() -> assertUp(consumerHealth()));
        standIn().failWhen(call -> true, Fault.error(401, "UNAUTHORIZED"));

        awaitDownAsMinutesPass("KEY_REFUSED", "API key");
    }

    @Test
    void otherFailuresOfReadsShowWithoutAStackTrace() throws Exception {
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        consumeFrom("linkup:tasks?maxRetries=0&" + FAST);
        awaitReads(1);
        assertUp(consumerHealth());

        awaitDownAsMinutesPass("READ_FAILED", "500");
    }

    /** A call that is under way when a minute passes tells of the minute that follows. */
    private void awaitDownAsMinutesPass(String state, String message) {
        await().untilAsserted(() -> {
            CLOCK.advance(MINUTE);
            assertDown(consumerHealth(), state, message);
        });
    }

    @Test
    void theOptionsOfTheComponentSwitchTheChecksOff() throws Exception {
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.setHealthCheckProducerEnabled(false);
        component.setHealthCheckConsumerEnabled(false);
        consumeFrom(CONSUMER);
        startProducer(SEARCH);

        for (HealthCheck.Result result : List.of(producerHealth(), consumerHealth())) {
            assertThat(result.getState()).isEqualTo(HealthCheck.State.UNKNOWN);
        }
        assertThat(standIn().count(Operation.CREDITS)).isZero();
    }

    @Test
    void anOperationHasOneCheckHoweverManyProducersItHas() {
        for (int i = 1; i <= 20; i++) {
            send(SEARCH + "&maxResults=" + i);
        }

        assertThat(HealthCheckHelper.invokeReadiness(context)).hasSize(1);
        context.getComponent("linkup").stop();
        assertThat(HealthCheckHelper.invokeReadiness(context)).isEmpty();
    }
}
