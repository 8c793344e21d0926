package io.github.camellinkup.engine.monitoring;

/** Is told what happens to tasks. */
@FunctionalInterface
public interface TaskListener {

    /** Called on workers and on threads of routes. Returns at once and throws nothing. */
    void happened(TaskEvent event);
}
