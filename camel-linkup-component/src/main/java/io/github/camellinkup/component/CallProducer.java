package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskType;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** One call, whose answer becomes the body. */
final class CallProducer<R, A> extends LinkupProducer<R, A> {

    /** Puts an answer into an exchange. */
    private interface AnswerSetter<R, A> {
        void set(Exchange exchange, R request, A answer);
    }

    private final Function<Message, R> request;
    private final BiFunction<LinkupClient, R, CompletionStage<A>> call;
    private final AnswerSetter<R, A> setter;
    private final boolean isFree;

    private CallProducer(
            LinkupEndpoint endpoint,
            boolean isFree,
            Function<Message, R> request,
            BiFunction<LinkupClient, R, CompletionStage<A>> call,
            AnswerSetter<R, A> setter) {
        super(endpoint);
        this.isFree = isFree;
        this.request = request;
        this.call = call;
        this.setter = setter;
    }

    /** {@code linkup:search} */
    static CallProducer<SearchRequest, SearchAnswer> search(LinkupEndpoint endpoint) {
        AnswerBody body = new AnswerBody(endpoint.templates().outputClass());
        return new CallProducer<>(
                endpoint,
                false,
                message -> (SearchRequest) endpoint.templates().read(TaskType.SEARCH, message, message.getBody()),
                LinkupClient::search,
                (exchange, search, answer) -> body.set(exchange, answer, search.structuredOutputSchema()));
    }

    /** {@code linkup:fetch} */
    static CallProducer<FetchRequest, FetchedPage> fetch(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                false,
                message -> (FetchRequest) endpoint.templates().read(TaskType.FETCH, message, message.getBody()),
                LinkupClient::fetch,
                (exchange, fetch, page) -> exchange.getMessage().setBody(page));
    }

    /** {@code linkup:credits} */
    static CallProducer<LinkupOperations, CreditBalance> credits(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                true,
                message -> LinkupOperations.credits,
                (client, credits) -> client.creditBalance(),
                (exchange, credits, balance) -> exchange.getMessage().setBody(balance));
    }

    /** {@code mode=list}: one page of tasks */
    static CallProducer<TaskQuery, TaskPage> list(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                true,
                message -> TaskOptions.query(endpoint.getListConfiguration(), message),
                endpoint.getOperation() == LinkupOperations.research
                        ? LinkupClient::listResearch
                        : LinkupClient::listTasks,
                (exchange, query, page) -> {
                    exchange.getMessage().setBody(page);
                    TaskHeaders.set(exchange.getMessage(), page);
                });
    }

    @Override
    R request(Exchange exchange) {
        return request.apply(exchange.getMessage());
    }

    @Override
    CompletionStage<A> call(Exchange exchange, R asked) {
        return call.apply(taskEngine().client(), asked);
    }

    @Override
    boolean isFree() {
        return isFree;
    }

    @Override
    void answer(Exchange exchange, R asked, A answer) {
        setter.set(exchange, asked, answer);
    }
}
