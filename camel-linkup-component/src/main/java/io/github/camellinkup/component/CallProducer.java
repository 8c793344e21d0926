package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.RetryGuard;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.repository.PendingTask;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.util.ObjectHelper;

/** One call, whose answer becomes the body. */
@ManagedResource(description = "Managed Linkup producer")
final class CallProducer<R, A> extends LinkupProducer<R, A> implements LinkupSpendAttributes {

    /** Puts an answer into an exchange. */
    private interface AnswerSetter<R, A> {
        void set(CallProducer<R, A> producer, Exchange exchange, R request, A answer);
    }

    /** Calls the API. Only calls that cost something heed the guard. */
    private interface Caller<R, A> {
        CompletionStage<A> call(LinkupClient client, R request, RetryGuard guard);
    }

    private final Function<Message, R> request;
    private final Caller<R, A> call;
    private final AnswerSetter<R, A> setter;
    private final boolean isFree;

    private CallProducer(
            LinkupEndpoint endpoint,
            boolean isFree,
            Function<Message, R> request,
            Caller<R, A> call,
            AnswerSetter<R, A> setter) {
        super(endpoint);
        this.isFree = isFree;
        this.request = request;
        this.call = call;
        this.setter = setter;
    }

    /** {@code linkup:search} */
    static CallProducer<SearchRequest, SearchAnswer> search(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                false,
                message -> (SearchRequest) endpoint.templates().read(TaskType.SEARCH, message, message.getBody()),
                LinkupClient::search,
                (producer, exchange, search, answer) ->
                        endpoint.templates().answerBody().set(exchange, answer, search.structuredOutputSchema()));
    }

    /** {@code linkup:fetch} */
    static CallProducer<FetchRequest, FetchedPage> fetch(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                false,
                message -> (FetchRequest) endpoint.templates().read(TaskType.FETCH, message, message.getBody()),
                LinkupClient::fetch,
                (producer, exchange, fetch, page) ->
                        endpoint.templates().answerBody().set(exchange, page, fetch.schema()));
    }

    /** {@code linkup:credits} */
    static CallProducer<LinkupOperations, CreditBalance> credits(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                true,
                message -> LinkupOperations.credits,
                (client, credits, guard) -> client.creditBalance(),
                (producer, exchange, credits, balance) -> {
                    producer.taskEngine().account().creditsRead(balance.balance());
                    exchange.getMessage().setBody(balance);
                });
    }

    /** {@code mode=get}: one task */
    static CallProducer<String, Task> get(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                true,
                message -> taskId(message, endpoint.getTaskConfiguration().getTaskId()),
                (client, id, guard) -> endpoint.isResearch() ? client.getResearch(id) : client.getTask(id),
                (producer, exchange, id, task) -> {
                    exchange.getMessage().setBody(task);
                    String reference = producer.taskEngine()
                            .repository()
                            .find(task.id())
                            .map(PendingTask::reference)
                            .orElse(null);
                    TaskHeaders.set(exchange.getMessage(), task, reference);
                    TaskHeaders.setCost(
                            exchange.getMessage(),
                            task,
                            producer.taskEngine().spend().prices());
                });
    }

    /** The id of a task in the body, else the header, else a text in the body, else the option. */
    private static String taskId(Message message, String option) {
        Object body = message.getBody();
        if (body instanceof Task task) {
            return task.id();
        }
        Object header = message.getHeader(LinkupConstants.TASK_ID);
        if (ObjectHelper.isNotEmpty(header)) {
            return header.toString();
        }
        if (body instanceof CharSequence text && !text.toString().isBlank()) {
            return text.toString();
        }
        if (ObjectHelper.isEmpty(option)) {
            throw LinkupInvalidRequestException.of(
                    "taskId",
                    "is missing: set header " + LinkupConstants.TASK_ID
                            + ", option taskId, or put the id into the body");
        }
        return option;
    }

    /** {@code mode=list}: one page of tasks */
    static CallProducer<TaskQuery, TaskPage> list(LinkupEndpoint endpoint) {
        return new CallProducer<>(
                endpoint,
                true,
                message -> TaskOptions.query(endpoint.getListConfiguration(), message),
                (client, query, guard) -> endpoint.isResearch() ? client.listResearch(query) : client.listTasks(query),
                (producer, exchange, query, page) -> {
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
        LinkupClient client = taskEngine().client();
        return asked instanceof LinkupRequest paid
                ? taskEngine().spend().call(paid, guard -> call.call(client, asked, guard))
                : call.call(client, asked, RetryGuard.OPEN);
    }

    @Override
    boolean isFree() {
        return isFree;
    }

    @Override
    void answer(Exchange exchange, R asked, A answer) {
        if (asked instanceof LinkupRequest paid) {
            exchange.getMessage()
                    .setHeader(
                            LinkupConstants.ESTIMATED_COST,
                            taskEngine().spend().prices().priceOf(paid));
        }
        setter.set(this, exchange, asked, answer);
    }
}
