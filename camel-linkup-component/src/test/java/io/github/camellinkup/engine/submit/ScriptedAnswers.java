package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.CannedFailures;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskReader;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.outbox.TaskCreator;
import io.github.camellinkup.engine.outbox.TaskLists;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers calls as a script says, one second later, and as Linkup would when the script is over.
 *
 * <p>The parts of a script stand between lines of {@code --}. A part that begins with {@code c} is for a call that
 * creates tasks, any other for one that reads a page. A digit behind says how many of the requests become tasks whatever
 * is answered, and {@code *} that all later calls of the kind are answered so. The HTTP status and {@code Retry-After}
 * follow in the same line, and the body in the next; without a status the connection is cut.
 */
final class ScriptedAnswers implements TaskCreator, TaskLists {

    private static final long LARGEST_PAGE = 2_000;

    private record Part(boolean creates, int landed, boolean again, int status, String retryAfter, byte[] body) {

        static Part of(String text) {
            int end = text.indexOf('\n');
            String[] head = (end < 0 ? text : text.substring(0, end)).split(" ", 3);
            String digits = head[0].replaceAll("[^0-9]", "");
            return new Part(
                    head[0].startsWith("c"),
                    digits.isEmpty() ? 0 : digits.charAt(0) - '0',
                    head[0].contains("*"),
                    head.length > 1 && head[1].matches("[2-9][0-9]{2}") ? Integer.parseInt(head[1]) : 0,
                    head.length > 2 ? head[2] : null,
                    text.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        RuntimeException failure() {
            return status < 300 ? SimulatedLinkup.uncertain() : CannedFailures.of(status, retryAfter, body);
        }
    }

    private final Deque<Part> creates = new ArrayDeque<>();
    private final Deque<Part> pages = new ArrayDeque<>();
    private final HandDrivenTimer time;
    private final TaskRepository stored;
    private final SimulatedLinkup linkup;

    /** @param stored tells which ids are used already: each task needs an id of its own */
    ScriptedAnswers(byte[] script, HandDrivenTimer time, TaskRepository stored, SimulatedLinkup linkup) {
        this.time = time;
        this.stored = stored;
        this.linkup = linkup;
        for (String text : new String(script, StandardCharsets.ISO_8859_1).split("\n--\n")) {
            Part part = Part.of(text);
            (part.creates() ? creates : pages).add(part);
        }
    }

    @Override
    public CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests) {
        return later(() -> {
            Part part = next(creates);
            if (part == null) {
                return CompletableFuture.completedFuture(linkup.land(requests));
            }
            linkup.land(requests.subList(0, Math.min(part.landed(), requests.size())));
            return part.isSuccess() ? created(research, part.body()) : CompletableFuture.failedFuture(part.failure());
        });
    }

    private CompletionStage<List<Task>> created(boolean research, byte[] body) {
        try {
            List<Task> tasks = research ? List.of(TaskReader.task(body)) : TaskReader.tasks(body);
            Set<String> ids = tasks.stream().map(Task::id).collect(Collectors.toSet());
            return stored.known(ids).isEmpty()
                    ? CompletableFuture.completedFuture(tasks)
                    : CompletableFuture.failedFuture(SimulatedLinkup.uncertain());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(unreadable());
        }
    }

    @Override
    public CompletionStage<TaskPage> page(boolean research, TaskQuery query) {
        return later(() -> {
            Part part = next(pages);
            if (part == null) {
                return linkup.page(research, query);
            }
            return part.isSuccess() ? page(part.body()) : CompletableFuture.failedFuture(part.failure());
        });
    }

    private static CompletionStage<TaskPage> page(byte[] body) {
        if (body.length > LARGEST_PAGE) {
            return CompletableFuture.failedFuture(new LinkupResponseTooLargeException("too large"));
        }
        try {
            return CompletableFuture.completedFuture(TaskReader.page(body));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(unreadable());
        }
    }

    private static LinkupUnknownException unreadable() {
        return new LinkupUnknownException("unreadable", ErrorAnswer.ofStatus(200), false, false, null);
    }

    private static Part next(Deque<Part> parts) {
        Part part = parts.peek();
        return part != null && part.again() ? part : parts.poll();
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> answer) {
        CompletableFuture<T> answered = new CompletableFuture<>();
        Runnable work = () -> answer.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answered.complete(value);
            } else {
                answered.completeExceptionally(failure);
            }
        });
        time.schedule(work, 1, TimeUnit.SECONDS);
        return answered;
    }
}
