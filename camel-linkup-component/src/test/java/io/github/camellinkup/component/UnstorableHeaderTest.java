package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** A header that a database cannot keep is refused before anything is sent, and spoils nothing else. */
class UnstorableHeaderTest extends LinkupTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:unstorable-header;DB_CLOSE_DELAY=-1");
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(new JdbcTaskRepository(database));
        return context;
    }

    private CompletableFuture<Exchange> send(Object header) {
        return template.asyncSend(
                "linkup:tasks?mode=single&type=search&batchSize=3&batchLinger=60000&keepHeaders=crm", exchange -> {
                    exchange.getMessage().setBody("camel");
                    exchange.getMessage().setHeader("crm", header);
                });
    }

    @Test
    void ofExchangesThatTravelTogetherOnlyThatOneFails() throws Exception {
        CompletableFuture<Exchange> first = send("one");
        CompletableFuture<Exchange> refused = send(new Object());
        CompletableFuture<Exchange> second = send(2);
        CompletableFuture<Exchange> third = send(true);

        assertThat(refused.get(20, TimeUnit.SECONDS).getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("crm");
        for (CompletableFuture<Exchange> sent : List.of(first, second, third)) {
            assertThat(sent.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(onlyCall(Operation.TASKS_CREATE).json()).hasSize(3);
    }

    @Test
    void aHeaderThatIsTooLargeCostsNothing() {
        Exchange exchange = template.request("linkup:tasks?type=search&keepHeaders=crm", e -> {
            e.getMessage().setBody(List.of("camel"));
            e.getMessage().setHeader("crm", new byte[20_000_000]);
        });

        assertThat(exchange.getException()).hasStackTraceContaining("header 'crm'");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aResearchTaskIsRefusedWithTheHeaderNamed() {
        Exchange exchange = template.request("linkup:research?keepHeaders=crm", e -> {
            e.getMessage().setBody("why");
            e.getMessage().setHeader("crm", new Object());
        });

        assertThat(exchange.getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("crm");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aBatchStopsThereBeforeTheCallIsMade() {
        Exchange exchange = template.request("linkup:tasks?type=search&keepHeaders=crm", e -> {
            e.getMessage().setBody(List.of(Map.of("q", "camel")));
            e.getMessage().setHeader("crm", new Object());
        });

        Throwable failure = exchange.getException();
        assertThat(failure instanceof LinkupPartialBatchException ? failure.getCause() : failure)
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("crm");
        assertThat(standIn().count(Operation.TASKS_CREATE)).isZero();
    }
}
