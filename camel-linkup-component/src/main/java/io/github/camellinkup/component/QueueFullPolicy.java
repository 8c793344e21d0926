package io.github.camellinkup.component;

/** What a producer does when the task queue of the organisation is full: the option {@code queueFull}. */
public enum QueueFullPolicy {
    wait,
    fail
}
