package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.ObjectHelper;

/** {@code mode=get}: reads one task, which becomes the body. */
final class GetTaskProducer extends LinkupProducer<String, Task> {

    GetTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    String request(Exchange exchange) {
        return taskId(exchange.getMessage());
    }

    @Override
    CompletionStage<Task> call(Exchange exchange, String taskId) {
        return getEndpoint().getOperation() == LinkupOperations.research
                ? taskEngine().client().getResearch(taskId)
                : taskEngine().client().getTask(taskId);
    }

    /** The id of a task in the body, else the header, else a text in the body, else the option. */
    private String taskId(Message message) {
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
        String option = getEndpoint().getTaskConfiguration().getTaskId();
        if (ObjectHelper.isEmpty(option)) {
            throw LinkupInvalidRequestException.of(
                    "taskId",
                    "is missing: set header " + LinkupConstants.TASK_ID
                            + ", option taskId, or put the id into the body");
        }
        return option;
    }

    @Override
    boolean isFree() {
        return true;
    }

    @Override
    void answer(Exchange exchange, String taskId, Task task) {
        exchange.getMessage().setBody(task);
        String reference = taskEngine()
                .repository()
                .find(task.id())
                .map(pending -> pending.reference())
                .orElse(null);
        TaskHeaders.set(exchange.getMessage(), task, reference);
    }
}
