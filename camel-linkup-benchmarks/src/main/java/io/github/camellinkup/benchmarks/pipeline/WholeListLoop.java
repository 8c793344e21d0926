package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the whole list again and again, page by page, a page a second, and picks out the own tasks that have finished.
 * Between two passes it waits as long as the vendor says. What the queue has no room for it sends when a page says that
 * there is room.
 */
final class WholeListLoop implements Way {

    private final BareClient client;
    private final Duration betweenPasses;
    private final Taken taken;
    private final Set<String> outstanding = new HashSet<>();
    private List<LinkupRequest> unsent = List.of();

    WholeListLoop(StandInProcess standIn, Scenario scenario, Taken taken) {
        this.client = new BareClient(standIn.baseUrl(), standIn.apiKey(), scenario.tasksOfACall());
        this.betweenPasses = scenario.betweenPasses();
        this.taken = taken;
    }

    @Override
    public void send(List<LinkupRequest> requests) {
        unsent = requests;
        sendAtMost(requests.size());
    }

    private void sendAtMost(int room) {
        List<String> created = client.create(unsent.subList(0, Math.min(room, unsent.size())));
        outstanding.addAll(created);
        unsent = unsent.subList(created.size(), unsent.size());
    }

    @Override
    public void receive(Duration limit) throws InterruptedException {
        Deadline deadline = new Deadline(limit);
        int page = 1;
        while (true) {
            Optional<TaskPage> read = client.page(page);
            read.ifPresent(this::pick);
            if (taken.isComplete() || deadline.isOver()) {
                return;
            }
            boolean isLast = read.isPresent() && page >= read.get().totalPages();
            if (isLast) {
                page = 1;
            } else if (read.isPresent()) {
                page++;
            }
            deadline.sleep(isLast ? betweenPasses : Deadline.BETWEEN_READS);
        }
    }

    private void pick(TaskPage page) {
        for (Task task : page.tasks()) {
            if (task.isFinished() && outstanding.remove(task.id())) {
                taken.add(task.id(), task.updatedAt());
            }
        }
        if (!unsent.isEmpty()) {
            sendAtMost(page.quota().limit() - page.quota().inFlight());
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
