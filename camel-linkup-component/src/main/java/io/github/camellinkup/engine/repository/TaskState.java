package io.github.camellinkup.engine.repository;

/** The state of a known task. */
enum TaskState {
    /** Its result has not been taken. */
    PENDING("pending"),
    /** It failed, and its request is being sent again. */
    REPLACED("replaced"),
    /** Its result is not delivered any more. An operator can look at it. */
    FAILED("failed"),
    /** Its result has reached its end. */
    TAKEN("taken");

    private final String text;

    TaskState(String text) {
        this.text = text;
    }

    /** How the state is written in a table. */
    String text() {
        return text;
    }
}
