package io.github.camellinkup.component;

import static io.github.camellinkup.component.DrivenLimits.awaitAnswered;
import static io.github.camellinkup.component.DrivenLimits.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.component.DrivenLimits.Arrival;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches and fetches of a key against a service that allows ten a second, in driven time. */
class DirectCallLimitTest {

    private static final int ALLOWED = 10;

    /** Calls that were answered at once are not kept apart any longer. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DrivenLimits limits = new DrivenLimits(standIn -> standIn.directCallsPerSecond(ALLOWED));

    @AfterEach
    void close() {
        limits.close();
    }

    private static List<String> questions(int number) {
        return IntStream.range(0, number).mapToObj(i -> "q" + i).toList();
    }

    private List<String> asked() {
        return limits.arrivals(Operation.SEARCH, Operation.FETCH).stream()
                .map(Arrival::asked)
                .toList();
    }

    private static void assertAnswered(List<CompletableFuture<Exchange>> exchanges) {
        assertThat(exchanges)
                .allSatisfy(each -> assertThat(each.get(20, TimeUnit.SECONDS).getException())
                        .isNull());
    }

    @Test
    void threeHundredSearchesAtOnceAreAnsweredInOrderInSomeThirtySeconds() throws Exception {
        List<CompletableFuture<Exchange>> searches = send(limits.context(), "linkup:search", questions(300));

        for (int answered = ALLOWED; answered < 300; answered += ALLOWED) {
            awaitAnswered(searches, answered);
            assertThat(asked()).hasSize(answered);
            limits.advance(SECOND);
        }

        assertAnswered(searches);
        assertThat(limits.elapsed()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(33));
        assertThat(limits.standIn().refusedDirectCalls()).isZero();
        for (int burst = 0; burst < 300; burst += ALLOWED) {
            assertThat(asked().subList(burst, burst + ALLOWED))
                    .containsExactlyInAnyOrderElementsOf(questions(300).subList(burst, burst + ALLOWED));
        }
    }

    @Test
    void searchesAndFetchesOfAllContextsAreCountedTogether() throws Exception {
        DefaultCamelContext one = limits.context();
        DefaultCamelContext other = limits.context();
        LinkupComponent second = new LinkupComponent(other);
        second.setTime(limits.runtime());
        second.getConfiguration().setApiKey(limits.standIn().apiKey());
        second.getConfiguration().setBaseUrl(limits.standIn().baseUrl());
        other.addComponent("linkup-b", second);

        List<CompletableFuture<Exchange>> searches = send(one, "linkup:search", questions(6));
        List<CompletableFuture<Exchange>> fetches =
                send(other, "linkup:fetch", List.of("http://a.org", "http://b.org"));
        List<CompletableFuture<Exchange>> more =
                send(other, "linkup-b:search?depth=fast", List.of("r0", "r1", "r2", "r3"));
        awaitAnswered(more, 2);
        assertAnswered(searches);
        assertAnswered(fetches);
        assertThat(asked()).hasSize(ALLOWED);
        limits.advance(SECOND);

        assertAnswered(more);
        assertThat(limits.standIn().refusedDirectCalls()).isZero();
    }

    @Test
    void aRefusedCallHoldsAllBackAndGoesFirstAgain() throws Exception {
        limits.refuseNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofSeconds(5)));
        DefaultCamelContext context = limits.context();
        List<CompletableFuture<Exchange>> searches =
                send(context, "linkup:search?requestsPerSecond=1", List.of("refused", "a", "b"));
        limits.awaitRefused(1);

        limits.advanceUntilArrived(4);

        assertAnswered(searches);
        assertThat(asked()).containsExactly("refused", "refused", "a", "b");
        assertThat(limits.arrivals(Operation.SEARCH).subList(1, 4))
                .allSatisfy(arrival -> assertThat(arrival.at()).isGreaterThanOrEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void withoutRetryAfterTheWaitIsABackoff() throws Exception {
        limits.refuseNext(Operation.SEARCH, Fault.error(429, "TOO_MANY_REQUESTS"));
        DefaultCamelContext context = limits.context();
        List<CompletableFuture<Exchange>> searches =
                send(context, "linkup:search?requestsPerSecond=1", List.of("refused", "a"));
        limits.awaitRefused(1);

        limits.advanceUntilArrived(3);

        assertAnswered(searches);
        assertThat(asked()).containsExactly("refused", "refused", "a");
        assertThat(limits.arrivals(Operation.SEARCH).get(1).at()).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aWaitThatIsLongerThanAllowedIsAnErrorForThoseThatWaitToo() throws Exception {
        DefaultCamelContext context = limits.context();
        limits.refuseNext(
                Operation.SEARCH, Fault.tooManyRequests(Duration.ofHours(1)).afterProcessing());
        List<CompletableFuture<Exchange>> searches = send(context, "linkup:search", List.of("refused"));
        limits.awaitRefused(1);

        List<CompletableFuture<Exchange>> later = send(context, "linkup:search", List.of("a"));

        for (Exchange exchange :
                List.of(searches.get(0).get(20, TimeUnit.SECONDS), later.get(0).get(20, TimeUnit.SECONDS))) {
            LinkupException failure = exchange.getException(LinkupTooManyRequestsException.class);
            assertThat(failure).hasMessageContaining("36").hasMessageContaining("maxRetryDelay");
            assertThat(failure.getRetryAfter())
                    .hasValueSatisfying(left -> assertThat(left).isGreaterThan(Duration.ofMinutes(59)));
        }
        assertThat(asked()).containsExactly("refused");
    }

    @Test
    void theWaitDoesNotCountAgainstTheRequestTimeout() throws Exception {
        List<CompletableFuture<Exchange>> searches =
                send(limits.context(), "linkup:search?requestTimeout=500&maxRetries=0", questions(2 * ALLOWED));
        awaitAnswered(searches, ALLOWED);

        limits.advance(SECOND);

        assertAnswered(searches);
    }

    @Test
    void stoppingEndsAWaitingCallWithAClearError() throws Exception {
        DefaultCamelContext context = limits.context();
        List<CompletableFuture<Exchange>> searches = send(context, "linkup:search", questions(ALLOWED + 1));
        awaitAnswered(searches, ALLOWED);

        context.stop();

        Exception failure = searches.get(ALLOWED).get(20, TimeUnit.SECONDS).getException();
        assertThat(failure)
                .isInstanceOf(LinkupException.class)
                .hasMessageContaining("waited for its turn")
                .hasMessageContaining("stop");
        assertThat(((LinkupException) failure).isCertainlyNotProcessed()).isTrue();
        assertThat(asked()).hasSize(ALLOWED);
    }

    @Test
    void theLowestValueHoldsForAllEndpointsOfAKey() throws Exception {
        DefaultCamelContext context = limits.context();
        List<CompletableFuture<Exchange>> first = send(context, "linkup:search?requestsPerSecond=2", List.of("a"));
        assertAnswered(first);

        List<CompletableFuture<Exchange>> searches = send(context, "linkup:search", List.of("b", "c", "d", "e"));
        awaitAnswered(searches, 1);
        assertThat(asked()).containsExactly("a", "b");
        limits.advance(SECOND);
        awaitAnswered(searches, 3);
        assertThat(asked()).hasSize(4);
        limits.advance(SECOND);

        assertAnswered(searches);
    }

    @Test
    void zeroIsNoLimit() throws Exception {
        List<CompletableFuture<Exchange>> searches =
                send(limits.context(), "linkup:search?requestsPerSecond=0&maxRetries=0", questions(ALLOWED + 3));

        awaitAnswered(searches, ALLOWED + 3);
        assertThat(limits.standIn().refusedDirectCalls()).isEqualTo(3);
    }
}
