package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.TaskListener;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The meters of a component. Thread-safe. */
public interface Meters extends AutoCloseable {

    /** For a context without Micrometer. */
    Meters NONE = new Meters() {
        @Override
        public CallListener ofCalls(Account account) {
            return CallListener.NONE;
        }

        @Override
        public TaskListener ofTasks(Account account) {
            return event -> {};
        }

        @Override
        public void started(Account account, TaskEngine engine) {}

        @Override
        public void close() {}
    };

    /** Counts and times the calls of an account. */
    CallListener ofCalls(Account account);

    /** Counts what happens to the tasks of an account. */
    TaskListener ofTasks(Account account);

    /** Shows what an engine of the account has outstanding, and what is spent. */
    void started(Account account, TaskEngine engine);

    /** Removes what shows the present state. Counters stay. */
    @Override
    void close();

    /**
     * Meters in the registry of Micrometer, if the context has one; else {@link #NONE}.
     *
     * @param component the name of the component, which is known when it has its first endpoint
     */
    static Meters of(CamelContext context, Supplier<String> component, Clock clock) {
        boolean hasMicrometer =
                context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null;
        return hasMicrometer ? MicrometerMeters.of(context, component, clock) : NONE;
    }
}
