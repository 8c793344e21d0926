package io.github.camellinkup.quarkus;

import io.github.camellinkup.component.LinkupComponent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.AfterConfigure;

/**
 * Keeps the tables of sent tasks out of the transactions of the application. A task is at Linkup and is paid for, so its row
 * must stay when the transaction of the caller rolls back.
 */
@Singleton
public class TransactionSuspender {

    private final TransactionManager transactions;

    TransactionSuspender(TransactionManager transactions) {
        this.transactions = transactions;
    }

    void suspend(@Observes AfterConfigure configured) {
        CamelContext camel = configured.getMain().getCamelContext();
        for (String name : camel.getComponentNames()) {
            if (camel.hasComponent(name) instanceof LinkupComponent component && component.getDataSource() != null) {
                component.setDataSource(SuspendingDataSource.of(component.getDataSource(), transactions));
            }
        }
    }
}
