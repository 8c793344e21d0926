package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.spend.PriceList;
import org.apache.camel.Message;

/** Sets the headers of a message that identify an answer. */
final class TaskHeaders {

    private TaskHeaders() {}

    /** @param reference the key of the sender, or null to keep the header */
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

    /** Sets the headers of a task that has come to its end. If its result cannot be read, its status is unknown. */
    static void set(Message message, FinishedTask finished) {
        PendingTask pending = finished.pending();
        if (finished.task() != null) {
            set(message, finished.task(), pending.reference());
            if (finished.isFailed() && finished.task().error() == null) {
                message.setHeader(LinkupConstants.TASK_ERROR, failure(finished).getMessage());
            }
            return;
        }
        message.setHeader(LinkupConstants.TASK_ID, pending.id());
        message.setHeader(LinkupConstants.TASK_TYPE, pending.type());
        setOrRemove(
                message,
                LinkupConstants.TASK_STATUS,
                finished.isExpired() ? LinkupConstants.TASK_STATUS_EXPIRED : null);
        message.setHeader(LinkupConstants.TASK_ERROR, failure(finished).getMessage());
        setOrRemove(message, LinkupConstants.CREATED_AT, pending.createdAt());
        if (pending.reference() != null) {
            message.setHeader(LinkupConstants.REFERENCE, pending.reference());
        }
    }

    /**
     * Sets the header with what a task costs, if that is known.
     *
     * @param task null if it is expired or unreadable
     */
    static void setCost(Message message, Task task, PriceList prices) {
        setOrRemove(
                message,
                LinkupConstants.ESTIMATED_COST,
                task == null || !task.status().isFinal()
                        ? null
                        : prices.priceOf(task).orElse(null));
    }

    /** Why a task that has come to its end has no result; null if it has one. */
    static LinkupException failure(FinishedTask finished) {
        if (finished.isExpired()) {
            return new LinkupTaskExpiredException(finished.pending());
        }
        return finished.isFailed() ? new LinkupTaskFailedException(finished.task()) : finished.unreadable();
    }

    /**
     * Sets the headers with the failed task that this task replaces, if any.
     *
     * @param error why the request of this task was not sent again, or null
     */
    static void setResubmission(Message message, PendingTask task, String error) {
        setOrRemove(message, LinkupConstants.RESUBMIT_ERROR, error);
        Resubmission resubmission = task.resubmission();
        setOrRemove(
                message,
                LinkupConstants.RESUBMITTED_TASK_ID,
                resubmission == null ? null : resubmission.failedTaskId());
        setOrRemove(message, LinkupConstants.RESUBMITS, resubmission == null ? null : task.resubmits());
    }

    static void set(Message message, TaskPage page) {
        message.setHeader(LinkupConstants.PAGE, page.page());
        message.setHeader(LinkupConstants.TOTAL, page.total());
        message.setHeader(LinkupConstants.TOTAL_PAGES, page.totalPages());
        Quota quota = page.quota();
        setOrRemove(message, LinkupConstants.QUOTA_IN_FLIGHT, quota == null ? null : quota.inFlight());
        setOrRemove(message, LinkupConstants.QUOTA_LIMIT, quota == null ? null : quota.limit());
    }

    private static void setOrRemove(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
