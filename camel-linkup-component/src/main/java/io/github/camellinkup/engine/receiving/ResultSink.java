package io.github.camellinkup.engine.receiving;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes finished tasks as they are read. */
@FunctionalInterface
public interface ResultSink {

    /**
     * Takes the next finished tasks. Called on a worker.
     *
     * @param tasks at least one task
     * @return completes when there is room for more; until then no more is read. False says that the sink wants nothing
     *     more of this turn, and may not have taken all of these: they will be offered again
     */
    CompletionStage<Boolean> take(List<FinishedTask> tasks);
}
