package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.engine.monitoring.TaskEvent;
import org.apache.camel.CamelContext;

/**
 * An event of Camel about one task: it was submitted, adopted, emitted, given up, or another of the types of
 * {@link io.github.camellinkup.engine.monitoring.TaskEventType}. Its source is the CamelContext.
 */
public final class LinkupTaskEvent extends LinkupEvent {

    private static final long serialVersionUID = 1L;

    private final transient TaskEvent task;

    LinkupTaskEvent(CamelContext context, TaskEvent task) {
        super(context);
        this.task = task;
    }

    /** What has happened to which task. */
    public TaskEvent getTask() {
        return task;
    }

    @Override
    public String toString() {
        String id = task.taskId() == null ? "of reference " + task.reference() : task.taskId();
        String detail = task.detail() == null ? "" : ": " + task.detail();
        return "Linkup " + task.taskType() + " task " + id + " " + task.type() + detail;
    }
}
