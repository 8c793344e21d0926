package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is counted at list price, and a bill has an end: the option {@code spendLimit}. */
class SpendLimitTest extends ConsumerTestSupport {

    private static final String SEARCH = "linkup:search?maxRetries=0";
    private static final String BATCH = "linkup:tasks?type=search&maxRetries=0";

    @TempDir
    private Path folder;

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    private Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static BigDecimal cost(Exchange exchange) {
        return exchange.getMessage().getHeader(LinkupConstants.ESTIMATED_COST, BigDecimal.class);
    }

    private BigDecimal spent() {
        LinkupEndpoint endpoint = context.getEndpoint("linkup:credits", LinkupEndpoint.class);
        return endpoint.engine().spend().spentToday();
    }

    private void assertSpent(String dollars) {
        assertThat(spent()).isEqualByComparingTo(dollars);
    }

    private static List<String> questions(int number) {
        return IntStream.range(0, number).mapToObj(i -> "question " + i).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search?depth=fast, 0.006",
        "linkup:search?depth=deep&outputType=searchResults, 0.05",
        "linkup:search?depth=deep, 0.055",
        "linkup:fetch, 0.001",
        "linkup:fetch?fetchMode=pro&renderJs=true, 0.01",
    })
    void anAnswerTellsItsCostAndItIsCounted(String uri, String dollars) {
        Exchange answered = send(uri, "https://a.org");

        assertThat(answered.getException()).isNull();
        assertThat(cost(answered)).isEqualByComparingTo(dollars);
        assertSpent(dollars);
    }

    @Test
    void aSearchThatWouldPassTheLimitIsNotSent() {
        String limited = SEARCH + "&spendLimit=0.015";
        assertThat(send(limited, "one").getException()).isNull();
        assertThat(send(limited, "two").getException()).isNull();

        Exchange third = send(limited, "three");

        assertThat(third.getException())
                .isInstanceOfSatisfying(LinkupSpendLimitException.class, e -> {
                    assertThat(e.getSpent()).isEqualByComparingTo("0.012");
                    assertThat(e.getAsked()).isEqualByComparingTo("0.006");
                    assertThat(e.getLimit()).isEqualByComparingTo("0.015");
                    assertThat(e.isCertainlyNotProcessed()).isTrue();
                    assertThat(e.getRetryAfter()).isPresent();
                })
                .hasMessageContaining("0.006")
                .hasMessageContaining("spendLimit of US$ 0.015 a day")
                .hasMessageContaining("US$ 0.012");
        assertThat(cost(third)).isNull();
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(2);
        assertSpent("0.012");
    }

    @Test
    void theNextDayHasTheWholeLimitAgain() {
        String limited = SEARCH + "&spendLimit=0.006";
        send(limited, "one");
        LinkupSpendLimitException refused =
                (LinkupSpendLimitException) send(limited, "two").getException();

        CLOCK.advance(refused.getRetryAfter().orElseThrow());

        assertThat(send(limited, "three").getException()).isNull();
        assertSpent("0.006");
    }

    @Test
    void whatOtherEndpointsOfTheKeySendCounts() {
        send(SEARCH, "without a limit");

        assertThat(send(SEARCH + "&spendLimit=0.01", "two").getException())
                .isInstanceOf(LinkupSpendLimitException.class);
    }

    @Test
    void whatOtherContextsOfTheJvmSendCounts() throws Exception {
        try (DefaultCamelContext one = new DefaultCamelContext();
                DefaultCamelContext other = new DefaultCamelContext()) {
            for (DefaultCamelContext each : List.of(one, other)) {
                LinkupConfiguration configuration =
                        each.getComponent("linkup", LinkupComponent.class).getConfiguration();
                configuration.setApiKey(API_KEY);
                configuration.setBaseUrl(standIn().baseUrl());
                configuration.setSpendLimit(0.01);
                each.start();
            }

            one.createProducerTemplate().requestBody("linkup:search", "camel");

            assertThatThrownBy(() -> other.createProducerTemplate().requestBody("linkup:search", "camel"))
                    .hasCauseInstanceOf(LinkupSpendLimitException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 429, 500})
    void aSearchThatLinkupAnswersWithAnErrorCostsNothing(int status) {
        standIn().failNext(Operation.SEARCH, Fault.error(status, "ODD"));

        assertThat(send(SEARCH, "camel").getException()).isInstanceOf(LinkupException.class);

        assertSpent("0");
    }

    @Test
    void aSearchWhoseAnswerNeverCameMayBeBilled() {
        standIn().failNext(Operation.SEARCH, Fault.cutConnection());

        assertThat(send(SEARCH, "camel").getException()).isInstanceOf(LinkupException.class);

        assertSpent("0.006");
    }

    @Test
    void aBatchSendsWhatFitsAndGoesOnTomorrow() throws Exception {
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setSpendLimit(0.9);
        Exchange exchange = send(BATCH, questions(250));

        LinkupPartialBatchException partial = (LinkupPartialBatchException) exchange.getException();
        assertThat(partial).hasCauseInstanceOf(LinkupSpendLimitException.class);
        assertThat(partial.isRetryable()).isTrue();
        assertThat(partial.getCreated()).hasSize(150);
        assertThat(partial.getNotCreated()).hasSize(100);
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(standIn().tasks()).hasSize(150);
        assertSpent("0.9");

        CLOCK.advance(Duration.ofDays(1));
        exchange.setException(null);
        Exchange tomorrow = template.send(BATCH, exchange);

        assertThat(tomorrow.getException()).isNull();
        assertThat(standIn().tasks())
                .extracting(task -> task.input().path("q").asText())
                .containsExactlyInAnyOrderElementsOf(questions(250));
    }

    @Test
    void aBatchThatLinkupRefusesCostsNothing() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(401, "UNAUTHORIZED"));

        send(BATCH, questions(3));

        assertSpent("0");
    }

    @Test
    void aCutCallCostsWhatItsTasksCostOnce() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        CompletableFuture<Exchange> batch = template.asyncSend(
                BATCH + "&settleDelay=1", exchange -> exchange.getMessage().setBody(questions(3)));

        assertThat(batch.join().getException()).isNull();
        assertThat(standIn().tasks()).hasSize(3);
        assertSpent("0.018");
    }

    @Test
    void whatAnEarlierProcessLeftUnsentCountsWhereItIsSent() throws Exception {
        Instant now = CLOCK.instant();
        TaskRequest left = TaskRequest.of(SearchRequest.builder().q("left").build());
        repository().open(new OutboxEntry("entry", "earlier node", now, now.minusSeconds(1), false, List.of(left)));

        routes(routes -> routes.from("direct:batch").to(BATCH + "&settleDelay=1"));

        await().until(() -> standIn().tasks().size() == 1);
        await().untilAsserted(() -> assertSpent("0.006"));
    }

    /** They travel in one call. The dear one is refused for itself. */
    @Test
    void aDearRequestDoesNotHoldBackCheapOnes() {
        String single = "linkup:tasks?mode=single&spendLimit=0.1&batchLinger=200";
        CompletableFuture<Exchange> dear = template.asyncSend(single, exchange -> exchange.getMessage()
                .setBody(Map.of("type", "research", "input", Map.of("q", "dear", "outputType", "sourcedAnswer"))));
        CompletableFuture<Exchange> cheap = template.asyncSend(
                single + "&type=search", exchange -> exchange.getMessage().setBody("cheap"));

        assertThat(dear.join().getException())
                .isInstanceOfSatisfying(LinkupSpendLimitException.class, e -> assertThat(e.getAsked())
                        .isEqualByComparingTo("1.50"));
        assertThat(cheap.join().getException()).isNull();
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void aFailedTaskIsTakenOffOnce() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("question 1"), "no luck");
        finished().whenAnyExchangeReceived(exchange -> {
            if (exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR) != null
                    && finished().getReceivedCounter() < 6) {
                throw new IllegalStateException("again");
            }
        });
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);

        send(BATCH, questions(3));
        assertSpent("0.018");
        letTasksFinish();
        await().untilAsserted(() -> assertThat(pending(repository())).isEmpty());

        assertSpent("0.012");
        assertThat(finished().getExchanges()).hasSizeGreaterThan(3).allSatisfy(exchange -> assertThat(cost(exchange))
                .isEqualByComparingTo(
                        exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR) == null ? "0.006" : "0"));
    }

    @Test
    void anAwaitedResultTellsItsCostAndAFailedOneIsTakenOff() {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no luck");
        String awaiting = "linkup:research?mode=await&reasoningDepth=S&outputType=sourcedAnswer";
        CompletableFuture<Exchange> good =
                template.asyncSend(awaiting, exchange -> exchange.getMessage().setBody("good"));
        CompletableFuture<Exchange> bad =
                template.asyncSend(awaiting, exchange -> exchange.getMessage().setBody("bad"));
        await().until(() -> standIn().tasks().size() == 2);
        assertSpent("0.50");
        CLOCK.advance(TASK_TIME);

        assertThat(cost(good.join())).isEqualByComparingTo("0.25");
        assertThat(bad.join().getException()).hasMessageContaining("no luck");
        assertSpent("0.25");
    }

    @Test
    void anOperatorSeesWhatIsSpent() throws Exception {
        routes(routes -> routes.from("direct:search").to(SEARCH + "&spendLimit=2.5"));
        template.requestBody("direct:search", "camel");

        TaskBeans beans = new TaskBeans(context);
        assertThat(beans.attribute("producers", "EstimatedSpend")).isEqualTo(0.006);
        assertThat(beans.attribute("producers", "SpendLimit")).isEqualTo(2.5);
    }

    @Test
    void anotherPriceListIsTaken() throws Exception {
        Path list = folder.resolve("prices.properties");
        Files.writeString(list, """
                date = 2027-01
                search.fast.sourcedAnswer = 0.1
                search.deep.sourcedAnswer = 7
                fetch.standard = 0.2
                research.L = 3
                """);
        restartWith("file:" + list);

        assertThat(cost(send("linkup:search?depth=fast", "camel"))).isEqualByComparingTo("0.1");
        assertThat(cost(send("linkup:search?depth=flash", "camel")))
                .as("what it does not name costs as much as the dearest")
                .isEqualByComparingTo("7");
    }

    private void restartWith(String priceList) throws Exception {
        context.stop();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setApiKey(API_KEY);
        component.getConfiguration().setBaseUrl(standIn().baseUrl());
        component.setTime(TestTime.of(CLOCK, anHourLaterEachTime()));
        component.setPriceList(priceList);
        context.start();
        template = context.createProducerTemplate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date = 2027-01                            | has no price that begins with search.",
                "search.fast = cheap                       | search.fast = cheap",
                "search.fast = -1                          | search.fast = -1",
                "search.a = 1\\nfetch.a = 1\\nresearch.a = 1 | has no date",
            })
    void aBadPriceListIsRefusedAtTheStart(String list, String problem) throws Exception {
        Path file = Files.writeString(folder.resolve("prices.properties"), list.replace("\\n", "\n"));

        assertThatThrownBy(() -> restartWith("file:" + file))
                .hasStackTraceContaining("Option priceList file:" + file)
                .hasStackTraceContaining(problem);
    }

    @Test
    void aPriceListThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> restartWith("classpath:nowhere.properties"))
                .hasStackTraceContaining("Option priceList classpath:nowhere.properties");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity"})
    void aLimitMustBeAnAmount(String limit) {
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?spendLimit=" + limit))
                .hasStackTraceContaining("Option spendLimit must be more than 0 US$, but it is ");
    }
}
