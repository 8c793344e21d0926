package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Waits for one task after the other: reads it once a second until it has finished, then goes on with the next. What the
 * queue has no room for it sends one by one, for each task that has finished.
 */
final class TaskByTaskLoop implements Way {

    private final BareClient client;
    private final Taken taken;
    private final List<String> ids = new ArrayList<>();
    private List<LinkupRequest> unsent = List.of();

    TaskByTaskLoop(StandInProcess standIn, Scenario scenario, Taken taken) {
        this.client = new BareClient(standIn.baseUrl(), standIn.apiKey(), scenario.tasksOfACall());
        this.taken = taken;
    }

    @Override
    public void send(List<LinkupRequest> requests) {
        unsent = requests;
        sendAtMost(requests.size());
    }

    private void sendAtMost(int room) {
        List<String> created = client.create(unsent.subList(0, Math.min(room, unsent.size())));
        ids.addAll(created);
        unsent = unsent.subList(created.size(), unsent.size());
    }

    @Override
    public void receive(Duration limit) throws InterruptedException {
        Deadline deadline = new Deadline(limit);
        for (int next = 0; next < ids.size(); next++) {
            String id = ids.get(next);
            while (!deadline.isOver() && !isTaken(id)) {
                deadline.sleep(Deadline.BETWEEN_READS);
            }
            if (deadline.isOver() || taken.isComplete()) {
                return;
            }
            sendAtMost(1);
            deadline.sleep(Deadline.BETWEEN_READS);
        }
    }

    private boolean isTaken(String id) {
        Optional<Task> finished = client.task(id).filter(Task::isFinished);
        finished.ifPresent(task -> taken.add(id, task.updatedAt()));
        return finished.isPresent();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
