package io.github.camellinkup.component.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.monitoring.AccountProblem;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskListener;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ManagementStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events of Camel, if the context has an event notifier. Thread-safe. */
public final class EventPublisher implements TaskListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final CamelContext context;

    public EventPublisher(CamelContext context) {
        this.context = context;
    }

    @Override
    public void happened(TaskEvent event) {
        publish(() -> new LinkupTaskEvent(context, event));
    }

    /** Calls of an account are held up from now on. */
    public void limitReached(Account account, AccountProblem problem) {
        publish(() -> new LinkupLimitEvent(context, account, problem));
    }

    private void publish(Supplier<CamelEvent> event) {
        ManagementStrategy management = context.getManagementStrategy();
        if (management == null || management.getStartedEventNotifiers().isEmpty()) {
            return;
        }
        try {
            management.notify(event.get());
        } catch (Exception e) {
            // As Camel does: a notifier must not stop what it is told of.
            LOG.warn("An event notifier has failed. The event is lost for it", e);
        }
    }
}
