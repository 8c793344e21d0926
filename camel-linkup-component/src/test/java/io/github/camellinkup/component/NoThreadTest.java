package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.Test;

/** Half of the work of the component finds no memory for a thread. */
class NoThreadTest extends LinkupTestSupport {

    private static final int TASKS = 20;

    private final AtomicInteger refused = new AtomicInteger();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
                return "LinkupWorker".equals(profile.getId())
                        ? new HalfOfAPool(factory)
                        : super.newThreadPool(profile, factory);
            }
        });
        return context;
    }

    private final class HalfOfAPool extends ThreadPoolExecutor {

        private final AtomicInteger given = new AtomicInteger();

        HalfOfAPool(ThreadFactory factory) {
            super(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        }

        @Override
        public void execute(Runnable work) {
            if (given.incrementAndGet() % 2 == 0) {
                refused.incrementAndGet();
                throw new OutOfMemoryError("unable to create native thread");
            }
            super.execute(work);
        }
    }

    @Test
    void everyExchangeGetsItsResult() {
        List<CompletableFuture<Exchange>> awaited = IntStream.range(0, TASKS)
                .mapToObj(i -> template.asyncSend("linkup:tasks?mode=await&type=search", exchange -> exchange.getIn()
                        .setBody("question " + i)))
                .toList();
        await().until(() -> standIn().tasks().size() == TASKS);
        CLOCK.advance(TASK_TIME);

        assertThat(awaited).allSatisfy(each -> assertThat(
                        each.orTimeout(20, TimeUnit.SECONDS).join().getException())
                .isNull());
        assertThat(refused).hasPositiveValue();
    }
}
