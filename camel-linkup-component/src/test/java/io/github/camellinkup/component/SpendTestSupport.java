package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.StandInTask;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;

/** What tests of spending share. A search costs US$ 0.006 if it does not say otherwise. */
abstract class SpendTestSupport extends ConsumerTestSupport {

    static final String SEARCH = "linkup:search?maxRetries=0";
    static final String BATCH = "linkup:tasks?type=search&maxRetries=0";

    /** Tests let tasks take their time. None of them may reach midnight by chance. */
    @BeforeEach
    void beginADay() {
        Instant now = CLOCK.instant();
        CLOCK.advance(Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS)));
    }

    Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    CompletableFuture<Exchange> sendAsync(String uri, Object body) {
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody(body));
    }

    /** For all that the key sends from this context. */
    void limitTo(double dollars) {
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setSpendLimit(dollars);
    }

    static BigDecimal cost(Exchange exchange) {
        return exchange.getMessage().getHeader(LinkupConstants.ESTIMATED_COST, BigDecimal.class);
    }

    BigDecimal spent() {
        LinkupEndpoint endpoint = context.getEndpoint("linkup:credits", LinkupEndpoint.class);
        return endpoint.engine().spend().spentToday();
    }

    void assertSpent(String dollars) {
        assertThat(spent()).isEqualByComparingTo(dollars);
    }

    static List<String> questions(int number) {
        return IntStream.range(0, number).mapToObj(i -> "question " + i).toList();
    }

    static String question(StandInTask task) {
        return task.input().path("q").asText();
    }
}
