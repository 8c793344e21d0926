package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallLimiterTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final TaskQuery PAGE = new TaskQuery(null, null, null, null, null, null);

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private final Journal journal = new Journal();

    @Test
    void theGateHearsTheStatusOfEveryTry() {
        api.answers(aResponse().withStatus(429), aResponse().withStatus(500), okJson("{\"data\":[]}"));

        get(client(3).listTasks(PAGE));

        assertThat(journal.entries)
                .containsExactly(
                        "admit LIST_TASKS",
                        "LIST_TASKS 429",
                        "admit LIST_TASKS",
                        "LIST_TASKS 500",
                        "admit LIST_TASKS",
                        "LIST_TASKS 200");
    }

    @Test
    void theGateHearsOfAnAnswerThatCannotBeRead() {
        api.answers(okJson("{\"data\":"));

        failure(client(0).listTasks(PAGE));

        assertThat(journal.entries).containsExactly("admit LIST_TASKS", "LIST_TASKS 200");
    }

    @Test
    void withoutAnAnswerTheGateHearsNothing() {
        api.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        failure(client(0).createTasks(List.of(SEARCH)));

        assertThat(journal.entries).containsExactly("admit CREATE_TASKS");
    }

    @Test
    void whatTheGateBreaksTheCallFailsWith() {
        api.answers(okJson("{\"balance\":1}"));
        CallLimiter broken = (operation, again) -> CompletableFuture.completedFuture(new CallLimiter.Pass() {
            @Override
            public void answered(int status) {
                throw new IllegalStateException("broken gate");
            }
        });

        assertThat(failure(api.client(api.settings(), api.http(new HttpSettings()), broken)
                        .creditBalance()))
                .hasRootCauseMessage("broken gate");
    }

    @Test
    void aRefusedCallGoesFirstAgainWithoutAWaitOfItsOwnIfTheGateHoldsItBack() {
        api.answers(
                aResponse().withStatus(429).withHeader("Retry-After", "2"),
                aResponse().withStatus(500),
                okJson("{\"balance\":1}"));
        journal.holdsBack = true;

        get(client(3, Duration.ofSeconds(3)).creditBalance());

        assertThat(journal.entries)
                .containsExactly(
                        "admit GET_CREDIT_BALANCE",
                        "GET_CREDIT_BALANCE 429",
                        "GET_CREDIT_BALANCE refused for PT2S",
                        "admit GET_CREDIT_BALANCE again",
                        "GET_CREDIT_BALANCE 500",
                        "admit GET_CREDIT_BALANCE",
                        "GET_CREDIT_BALANCE 200");
    }

    @Test
    void aCallThatIsCancelledGivesItsPlaceUp() {
        CompletableFuture<CallLimiter.Pass> place = new CompletableFuture<>();
        CompletableFuture<?> call = api.client(
                        api.settings(), api.http(new HttpSettings()), (operation, again) -> place)
                .creditBalance()
                .toCompletableFuture();

        call.cancel(true);

        assertThat(place).isCancelled();
    }

    private HttpLinkupClient client(int maxRetries) {
        return client(maxRetries, Duration.ofMillis(1));
    }

    private HttpLinkupClient client(int maxRetries, Duration maxRetryDelay) {
        return api.client(
                api.settings().maxRetries(maxRetries).maxRetryDelay(maxRetryDelay),
                api.http(new HttpSettings()),
                journal);
    }

    private static class Journal implements CallLimiter {

        final List<String> entries = new CopyOnWriteArrayList<>();
        boolean holdsBack;

        @Override
        public CompletionStage<Pass> admit(ApiOperation operation, boolean again) {
            entries.add("admit " + operation + (again ? " again" : ""));
            return CompletableFuture.completedFuture(new Pass() {
                @Override
                public void answered(int status) {
                    entries.add(operation + " " + status);
                }

                @Override
                public boolean refused(Duration retryAfter) {
                    if (holdsBack) {
                        entries.add(operation + " refused for " + retryAfter);
                    }
                    return holdsBack;
                }
            });
        }
    }
}
