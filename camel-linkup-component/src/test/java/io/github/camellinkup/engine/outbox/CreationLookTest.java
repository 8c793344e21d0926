package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CreationLookTest {

    private final OutboxRun run = new OutboxRun();

    @Test
    void whatIsKeptOfACandidateHoldsNothingOfItsOutput() throws IOException {
        Task landed = read("{\"id\":\"landed\",\"type\":\"search\",\"status\":\"completed\",\"createdAt\":\""
                + OutboxRun.START + "\",\"input\":{\"q\":\"a\"},\"output\":\"" + "x".repeat(1_000) + "\"}");
        run.api.tasks.add(landed);
        Settlement settlement = new Settlement(
                run.entry("cut", "a", run.now(), "a"), true, OutboxRun.OPTIONS, 0, new IllegalStateException("cut"));
        IntentBook book = new IntentBook(
                run.stored,
                "a",
                Clock.fixed(OutboxRun.START, ZoneOffset.UTC),
                run.time::nanoTime,
                run.timer,
                Runnable::run);
        CreationLook look =
                new CreationLook(run.api, book, Runnable::run, List.of(settlement), run.time::nanoTime, () -> false);

        look.begin().toCompletableFuture().join();

        assertThat(look.tasksWithout(Set.of())).singleElement().satisfies(kept -> {
            assertThat(kept.id()).isEqualTo("landed");
            assertThat(kept.createdAt()).isEqualTo(OutboxRun.START);
            assertThat(kept.output()).isNull();
            assertThat(kept.input()).isEqualTo(landed.input());
            assertThat(kept)
                    .extracting(Task::json)
                    .extracting(RawJson::length)
                    .isEqualTo(landed.json().length() - 998);
        });
    }

    private static Task read(String json) throws IOException {
        List<Task> tasks = new ArrayList<>();
        TaskPageReader reader = new TaskPageReader(10_000, tasks::add, large -> {});
        reader.read(ByteBuffer.wrap(("{\"data\":[" + json + "]}").getBytes(StandardCharsets.UTF_8)));
        return tasks.get(0);
    }
}
