package io.github.camellinkup.component;

/** Which finished tasks a consumer emits: the option {@code taskScope}. */
public enum TaskScope {
    all,
    submitted
}
