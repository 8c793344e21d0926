package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.test.StandInTask;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tasks are created, and the repository cannot record them: the exception that the sender gets holds them. */
class UnrecordedTasksTest extends LinkupTestSupport {

    private static final String SOON = "type=search&settleDelay=1&settleTimeout=50";

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class)
                .setTaskRepository(new ForwardingTaskRepository(new MemoryTaskRepository()) {
                    @Override
                    public void created(String entryId, Collection<PendingTask> tasks) {
                        throw new IllegalStateException("the database is down");
                    }
                });
        return context;
    }

    private Exchange send(String mode, Object body) {
        return template.request("linkup:tasks?" + SOON + "&" + mode, exchange -> exchange.getMessage()
                .setBody(body));
    }

    private static List<String> createdAtLinkup() {
        return standIn().tasks().stream().map(StandInTask::id).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "ids", "none"})
    void ofABatch(String answer) {
        Exchange exchange = send("batchAnswer=" + answer, List.of("a", "b"));

        LinkupPartialBatchException partial = (LinkupPartialBatchException) exchange.getException();
        assertThat(partial.getUnrecorded()).extracting("id").isEqualTo(createdAtLinkup());
        assertThat(partial.getCreatedCount()).isEqualTo(2);
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(partial.getNotCreated()).isEmpty();
        assertThat(partial).hasMessageContaining("the database is down");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT))
                .isEqualTo(2L);
    }

    @Test
    void ofASingleRequest() {
        Exchange exchange = send("mode=single", "a");

        LinkupSubmissionUncertainException failure = (LinkupSubmissionUncertainException) exchange.getException();
        assertThat(failure.getUnrecorded()).extracting("id").isEqualTo(createdAtLinkup());
        assertThat(failure.getCreated()).isEqualTo(failure.getUnrecorded());
    }
}
