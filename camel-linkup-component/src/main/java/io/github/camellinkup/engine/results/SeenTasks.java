package io.github.camellinkup.engine.results;

/** Remembers which tasks were taken. Thread-safe. */
public interface SeenTasks {

    boolean contains(String taskId);

    void add(String taskId);
}
