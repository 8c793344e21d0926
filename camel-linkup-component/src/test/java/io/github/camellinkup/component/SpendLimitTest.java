package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches and fetches are counted at list price, and a bill has an end: the option {@code spendLimit}. */
class SpendLimitTest extends SpendTestSupport {

    private static final String RETRIED = "linkup:search?maxRetries=3";

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
                .hasMessage("A request of US$ 0.006 was not sent: US$ 0.012 of the spendLimit of US$ 0.015 are spent"
                        + " today. Send it after 00:00 UTC, or set spendLimit higher");
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(2);
        assertSpent("0.012");
    }

    @Test
    void aRequestThatIsDearerThanTheLimitIsToldSo() {
        assertThat(send(SEARCH + "&spendLimit=0.001", "camel").getException())
                .hasMessage(
                        "A request of US$ 0.006 was not sent: it costs more than the spendLimit of US$ 0.001 allows in"
                                + " a whole day. Set spendLimit higher");
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
    void theLowestLimitHoldsForAllEndpointsOfTheKey() {
        send(SEARCH + "&spendLimit=0.01", "one");

        for (String uri : List.of(SEARCH, SEARCH + "&spendLimit=5", "linkup:tasks?mode=single&type=search")) {
            assertThat(send(uri, "two").getException()).isInstanceOf(LinkupSpendLimitException.class);
        }
    }

    /** Otherwise each value would have its own readers, and its own calls of tasks. */
    @Test
    void endpointsWithDifferentLimitsShareAnEngine() {
        List<?> engines = IntStream.range(1, 5)
                .mapToObj(i -> context.getEndpoint(SEARCH + "&spendLimit=" + i, LinkupEndpoint.class)
                        .engine())
                .distinct()
                .toList();

        assertThat(engines).hasSize(1);
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

    @Test
    void ofManySearchesAtOnceAsManyPassAsTheLimitAllows() {
        List<CompletableFuture<Exchange>> searches = IntStream.range(0, 60)
                .mapToObj(i -> sendAsync(SEARCH + "&spendLimit=0.06", "question " + i))
                .toList();

        assertThat(searches)
                .filteredOn(search -> search.join().getException() == null)
                .hasSize(10);
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(10);
        assertSpent("0.06");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 429})
    void aSearchThatLinkupRefusesCostsNothing(int status) {
        standIn().failNext(Operation.SEARCH, Fault.error(status, "ODD"));

        assertThat(send(SEARCH, "camel").getException()).isInstanceOf(LinkupException.class);

        assertSpent("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 500, 502, 504})
    void aSearchThatLinkupMayHaveDoneAfterAllIsCounted(int status) {
        standIn().failNext(Operation.SEARCH, Fault.error(status, "ODD"));

        assertThat(send(SEARCH, "camel").getException()).isInstanceOf(LinkupException.class);

        assertSpent("0.006");
    }

    @Test
    void aLoopOfSearchesThatTakeTooLongMeetsTheLimit() {
        standIn().failNext(Operation.SEARCH, 100, Fault.deadlineExceeded());

        for (int i = 0; i < 10; i++) {
            send("linkup:search?depth=deep&spendLimit=0.2", "question " + i);
        }

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(3);
        assertSpent("0.165");
    }

    @Test
    void aSearchWhoseAnswerNeverCameMayBeBilled() {
        standIn().failNext(Operation.SEARCH, Fault.cutConnection());

        assertThat(send(SEARCH, "camel").getException()).isInstanceOf(LinkupException.class);

        assertSpent("0.006");
    }

    @Test
    void eachTryThatMayBeBilledCounts() {
        standIn().failNext(Operation.SEARCH, 3, Fault.cutConnection());

        assertThat(send(RETRIED, "camel").getException()).isNull();

        assertSpent("0.024");
    }

    @Test
    void triesBeforeAnErrorStayCounted() {
        standIn().failNext(Operation.SEARCH, 3, Fault.cutConnection());
        standIn().failNext(Operation.SEARCH, Fault.error(401, "UNAUTHORIZED"));

        assertThat(send(RETRIED, "camel").getException()).isInstanceOf(LinkupException.class);

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(4);
        assertSpent("0.018");
    }

    @Test
    void aTryThatWasTooSoonCostsNothing() {
        standIn().failNext(Operation.SEARCH, Fault.error(429, "TOO_MANY_REQUESTS"));

        assertThat(send(RETRIED, "camel").getException()).isNull();

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(2);
        assertSpent("0.006");
    }

    /** It fails with what became of the last try, which may be billed, and not as a request that was never sent. */
    @Test
    void aFurtherTryKeepsTheLimit() {
        standIn().failNext(Operation.SEARCH, 4, Fault.cutConnection());

        Exchange failed = send(RETRIED + "&spendLimit=0.015", "camel");

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(2);
        assertSpent("0.012");
        assertThat(failed.getException())
                .isInstanceOfSatisfying(LinkupException.class, e -> assertThat(e.isCertainlyNotProcessed())
                        .isFalse())
                .hasSuppressedException(failed.getException().getSuppressed()[0]);
        assertThat(failed.getException().getSuppressed()).hasOnlyElementsOfType(LinkupSpendLimitException.class);
    }

    @Test
    void aKindWithoutAPriceCountsAsTheDearestAndTheLogSaysSoOnce() {
        standIn()
                .failNext(
                        Operation.SEARCH, 3, Fault.answer(200, "application/json", "{\"answer\":\"\",\"sources\":[]}"));
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                template.sendBodyAndHeaders(
                        SEARCH + "&unknownFields=send", "camel", Map.of(LinkupConstants.DEPTH, "abyss"));
            }

            assertSpent("0.165");
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("price list"))
                    .singleElement()
                    .asString()
                    .contains("search.abyss.sourcedAnswer", "US$ 0.055", "2026-08", "priceList");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity"})
    void aLimitMustBeAnAmount(String limit) {
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?spendLimit=" + limit))
                .hasStackTraceContaining("Option spendLimit must be more than 0 US$, but it is ");
    }
}
