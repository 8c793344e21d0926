package io.github.camellinkup.component;

/** What a producer does with tasks: the option {@code mode}. */
public enum LinkupTaskMode {
    batch,
    single,
    await,
    get,
    list
}
