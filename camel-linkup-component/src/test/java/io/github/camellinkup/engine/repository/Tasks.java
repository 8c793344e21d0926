package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.SearchRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tasks, requests and entries for tests. */
final class Tasks {

    static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");
    /** Later than every lease and wait in these tests. */
    static final Instant TOMORROW = NOON.plusSeconds(86_400);

    private Tasks() {}

    /** The id of a task by a short name: UUIDs as Linkup's own. */
    static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    static PendingTask task(String id) {
        return task(id, "search", NOON);
    }

    static PendingTask task(String id, String type, Instant createdAt) {
        return new PendingTask(id, type, createdAt, "ref-" + id, Map.of(), null, null, 0);
    }

    static PendingTask awaited(String id, Instant until) {
        return new PendingTask(id, "search", NOON, null, Map.of(), until, null, 0);
    }

    static PendingTask replacing(String failedId, String id) {
        return new PendingTask(id, "search", NOON, null, Map.of(), null, new Resubmission(failedId, 1), 0);
    }

    static TaskRequest request(String question) {
        return TaskRequest.of(SearchRequest.builder().q(question).build()).withReference("ref-" + question);
    }

    static TaskRequest resubmitting(String failedId) {
        return new TaskRequest(
                SearchRequest.builder().q("again").build(), null, Map.of(), null, new Resubmission(failedId, 1), null);
    }

    static OutboxEntry entry(String id, TaskRequest... requests) {
        return entry(id, "node-a", NOON, requests);
    }

    static OutboxEntry entry(String id, String node, Instant openedAt, TaskRequest... requests) {
        return new OutboxEntry(id, node, openedAt, NOON.plusSeconds(60), false, Arrays.asList(requests));
    }

    static List<String> ids(List<PendingTask> tasks) {
        return tasks.stream().map(PendingTask::id).toList();
    }
}
