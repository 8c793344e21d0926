package io.github.camellinkup.component;

/** What a producer does with tasks: the option {@code mode}. */
enum LinkupTaskMode {
    batch,
    single,
    await,
    get,
    list
}
