package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One way to have tasks done. */
interface Way extends AutoCloseable {

    /** Makes one ready. */
    interface Opener {
        Way open(StandInProcess standIn, Scenario scenario, Taken taken) throws Exception;
    }

    /** Sends tasks; returns when all are created. */
    void send(List<LinkupRequest> requests) throws Exception;

    /** Reads results until all have come, or until the time is up. */
    void receive(Duration limit) throws Exception;

    @Override
    void close() throws IOException;
}
