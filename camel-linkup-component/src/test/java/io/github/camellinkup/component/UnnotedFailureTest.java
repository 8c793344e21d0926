package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result does not get into its route, and the task repository cannot take note of that. */
class UnnotedFailureTest extends ConsumerTestSupport {

    private final AtomicInteger failuresNotNoted = new AtomicInteger(4);
    private final ReportedErrors reports = new ReportedErrors();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private Thread.UncaughtExceptionHandler handlerBefore;

    private final class Forgetful extends ForwardingTaskRepository {

        private Forgetful() {
            super(new MemoryTaskRepository());
        }

        @Override
        public int deliveryFailed(String taskId, String reason) {
            if (failuresNotNoted.getAndDecrement() > 0) {
                throw new TaskRepositoryException("the database is down", null);
            }
            return super.deliveryFailed(taskId, reason);
        }
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(new Forgetful());
        context.getRegistry().bind("reports", reports);
        return context;
    }

    @BeforeEach
    void listen() {
        handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    }

    @AfterEach
    void listenNoMore() {
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "concurrentConsumers=2&"})
    void itIsReportedForWhatItIsAndHoldsUpNothing(String options) throws Exception {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(2, "camel"));
        CLOCK.advance(TASK_TIME);

        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&exceptionHandler=#reports&maxRedeliveries=1&"
                        + options + FAST)
                .throwException(new IllegalStateException("the CRM is down")));
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 2);
        awaitEmptyRepository();

        assertThat(uncaught).isEmpty();
        assertThat(reports.all()).hasSize(4).allMatch(IllegalStateException.class::isInstance);
    }
}
