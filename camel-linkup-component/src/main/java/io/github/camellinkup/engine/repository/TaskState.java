package io.github.camellinkup.engine.repository;

import java.util.Locale;

/** The state of a known task. */
enum TaskState {
    /** Its result has not been taken. */
    PENDING,
    /** It failed, and its request is being sent again. */
    REPLACED,
    /** Its result is not delivered any more. An operator can look at it. */
    FAILED,
    /** Its result has reached its end. */
    TAKEN;

    /** How the state is written in a table. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
