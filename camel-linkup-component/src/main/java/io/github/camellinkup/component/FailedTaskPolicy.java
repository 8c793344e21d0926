package io.github.camellinkup.component;

/** What the consumer does with failed tasks: the option {@code failedTasks}. */
public enum FailedTaskPolicy {
    emit,
    error,
    skip
}
