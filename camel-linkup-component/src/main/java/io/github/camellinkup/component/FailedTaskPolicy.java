package io.github.camellinkup.component;

/** How a consumer handles failed tasks: the option {@code failedTasks}. */
public enum FailedTaskPolicy {
    emit,
    error,
    skip
}
