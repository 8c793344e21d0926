package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits for one task after the other: reads it once a second until it has finished, then goes on with the next. */
final class TaskByTaskLoop implements Way {

    private final BareClient client;
    private final Taken taken;
    private List<String> ids = List.of();

    TaskByTaskLoop(StandInProcess standIn, Scenario scenario, Taken taken) {
        this.client = new BareClient(standIn.baseUrl(), standIn.apiKey());
        this.taken = taken;
    }

    @Override
    public void send(List<LinkupRequest> requests) {
        ids = client.create(requests);
    }

    @Override
    public void receive(Duration limit) throws InterruptedException {
        Deadline deadline = new Deadline(limit);
        for (String id : ids) {
            while (!deadline.isOver() && !isTaken(id)) {
                deadline.sleep(Deadline.BETWEEN_READS);
            }
            if (deadline.isOver() || taken.isComplete()) {
                return;
            }
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
