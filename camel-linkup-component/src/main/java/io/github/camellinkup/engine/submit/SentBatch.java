package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import java.util.List;

/**
 * A batch that was sent whole.
 *
 * @param tasks the created tasks in the order of the source; empty if they were not kept
 * @param ids their ids in the same order; empty if they were not kept
 * @param count how many there are
 */
public record SentBatch(List<Task> tasks, List<String> ids, long count) {}
