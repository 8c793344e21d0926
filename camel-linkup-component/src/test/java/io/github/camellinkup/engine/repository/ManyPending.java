package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.SearchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A program that sends and takes 100,000 tasks as the engine does, in calls of a hundred. It prints how much memory
 * they take and how long it took, and ends with an error if a count is wrong.
 */
final class ManyPending {

    private static final int TASKS = 100_000;
    private static final int CALL = 100;
    private static final int TURNS = 500;
    private static final Instant START = Instant.parse("2026-05-18T00:00:00Z");

    private final TaskRepository repository = new MemoryTaskRepository();
    private final Random ids = new Random(1);
    private final List<String> some = new ArrayList<>();

    public static void main(String[] arguments) {
        long used = usedMemory();
        long start = System.nanoTime();
        ManyPending program = new ManyPending();
        program.send();
        System.out.printf(
                "%d tasks pending after %d ms, %d MB%n",
                TASKS, millisSince(start), (usedMemory() - used) / 1024 / 1024);
        start = System.nanoTime();
        program.look();
        System.out.printf("%d turns: %d ms%n", TURNS, millisSince(start));
        start = System.nanoTime();
        program.takeAll();
        System.out.printf("all taken: %d ms%n", millisSince(start));
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private void send() {
        for (int first = 0; first < TASKS; first += CALL) {
            Instant now = START.plusMillis(first / 10);
            List<TaskRequest> requests = new ArrayList<>(CALL);
            List<PendingTask> created = new ArrayList<>(CALL);
            for (int i = first; i < first + CALL; i++) {
                TaskRequest request = new TaskRequest(
                        SearchRequest.builder()
                                .q("Who leads company " + i + "?")
                                .build(),
                        String.format("crm-%07d", i),
                        Map.of());
                requests.add(request);
                String id = new UUID(ids.nextLong(), ids.nextLong()).toString();
                created.add(new PendingTask(id, "search", now, request.reference(), Map.of(), null, null, 0));
            }
            some.add(created.get(0).id());
            String entryId = "entry-" + first;
            repository.open(new OutboxEntry(entryId, "node", now, now.plusSeconds(60), false, requests));
            repository.created(entryId, created);
        }
    }

    private void look() {
        for (int turn = 0; turn < TURNS; turn++) {
            check(repository.outstanding(Set.of(), START, CALL).count(), CALL);
            check(repository.oldest(Set.of("search"), START, CALL).size(), CALL);
            Set<String> page = new HashSet<>(some.subList(turn, turn + CALL));
            check(repository.findAll(page).size(), CALL);
        }
    }

    private void takeAll() {
        some.forEach(repository::taken);
        check(repository.outstanding(Set.of(), START).count(), TASKS - some.size());
        while (true) {
            List<PendingTask> next = repository.oldest(Set.of(), START, CALL);
            if (next.isEmpty()) {
                break;
            }
            next.forEach(task -> repository.taken(task.id()));
        }
        check(repository.outstanding(Set.of(), START).count(), 0);
    }

    private static void check(int count, int expected) {
        if (count != expected) {
            throw new IllegalStateException("There are " + count + " instead of " + expected);
        }
    }
}
