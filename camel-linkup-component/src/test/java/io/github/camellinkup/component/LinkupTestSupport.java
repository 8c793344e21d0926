package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Camel context whose Linkup component calls a stand-in. */
abstract class LinkupTestSupport extends CamelTestSupport {

    /** Not like any other text, so that a look into the logs finds it for certain. */
    static final String API_KEY = "lk-secret-7f3a91c2e5";

    /** The clock of the stand-in: tasks take twenty minutes of its time. */
    static final ManualClock CLOCK = new ManualClock();

    static final Duration TASK_TIME = Duration.ofMinutes(20);

    @RegisterExtension
    static final LinkupStandInExtension STAND_IN = new LinkupStandInExtension(LinkupStandIn.builder()
            .apiKeys(API_KEY)
            .clock(CLOCK)
            .taskTime("search", TASK_TIME)
            .taskTime("fetch", TASK_TIME)
            .taskTime("research", TASK_TIME)
            .queueLimit(1_000_000)
            .noPollLimit());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.setTime(TestTime.of(CLOCK, anHourLaterEachTime()));
        LinkupConfiguration configuration = component.getConfiguration();
        configuration.setApiKey(API_KEY);
        configuration.setBaseUrl(standIn().baseUrl());
        configuration.setMaxRetryDelay(Duration.ofMillis(1));
        // Limits are kept elsewhere; here calls come as fast as they can.
        configuration.setRequestsPerSecond(0);
        return context;
    }

    /** With this clock a second has always passed when the next read wants to go out. */
    static LongSupplier anHourLaterEachTime() {
        AtomicLong time = new AtomicLong();
        return () -> time.addAndGet(Duration.ofHours(1).toNanos());
    }

    static LinkupStandIn standIn() {
        return STAND_IN.standIn();
    }

    /** The one call of this kind that the stand-in received. */
    static ReceivedCall onlyCall(Operation operation) {
        List<ReceivedCall> calls = standIn().received(operation);
        if (calls.size() != 1) {
            throw new AssertionError("Expected one call of " + operation + " but there are " + calls.size());
        }
        return calls.get(0);
    }

    /** The tasks of a repository whose results have not been taken, the oldest first. */
    static List<PendingTask> pending(TaskRepository repository) {
        return repository.oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE);
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
