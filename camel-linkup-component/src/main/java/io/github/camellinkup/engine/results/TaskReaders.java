package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.LinkupClient;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * The readers of an account: base URL and key have one for the list of all tasks and one for that of research.
 *
 * @param tasks reads the list of all tasks
 * @param research reads the list of research
 */
public record TaskReaders(ResultReader tasks, ResultReader research) implements AutoCloseable {

    /**
     * @param client reads the lists, also for engines with other settings
     * @param workers where repositories are asked
     * @param clock the present time
     */
    public static TaskReaders of(LinkupClient client, Executor workers, Clock clock) {
        return new TaskReaders(
                new ResultReader(TaskSource.tasks(client, clock), workers),
                new ResultReader(TaskSource.research(client, clock), workers));
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        tasks.close();
        research.close();
    }
}
