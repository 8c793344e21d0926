package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import org.apache.camel.Message;

/** Writes what identifies an answer into the headers of a message. */
final class TaskHeaders {

    private TaskHeaders() {}

    /** @param reference the sender's own key, or null if it is not known, which leaves the header alone */
    static void set(Message message, Task task, String reference) {
        message.setHeader(LinkupConstants.TASK_ID, task.id());
        message.setHeader(LinkupConstants.TASK_TYPE, task.type());
        message.setHeader(LinkupConstants.TASK_STATUS, task.status().apiValue());
        setOrRemove(message, LinkupConstants.TASK_ERROR, task.error());
        setOrRemove(message, LinkupConstants.CREATED_AT, task.createdAt());
        setOrRemove(message, LinkupConstants.UPDATED_AT, task.updatedAt());
        if (reference != null) {
            message.setHeader(LinkupConstants.REFERENCE, reference);
        }
    }

    static void set(Message message, TaskPage page) {
        message.setHeader(LinkupConstants.PAGE, page.page());
        message.setHeader(LinkupConstants.TOTAL, page.total());
        message.setHeader(LinkupConstants.TOTAL_PAGES, page.totalPages());
        boolean hasQuota = page.quota() != null;
        setOrRemove(
                message,
                LinkupConstants.QUOTA_IN_FLIGHT,
                hasQuota ? page.quota().inFlight() : null);
        setOrRemove(
                message, LinkupConstants.QUOTA_LIMIT, hasQuota ? page.quota().limit() : null);
    }

    private static void setOrRemove(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
