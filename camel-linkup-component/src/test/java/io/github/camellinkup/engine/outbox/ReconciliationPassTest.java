package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskReader;
import io.github.camellinkup.engine.listing.PageSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationPassTest {

    private final OutboxRun run = new OutboxRun();

    private UncertainCall cut(String question) {
        OutboxCall call =
                new OutboxCall(run.entry("cut " + question, "a", run.now(), question), true, OutboxRun.OPTIONS);
        call.becomesUncertain(0);
        return new UncertainCall(call, new IllegalStateException("cut"), 0, 0);
    }

    private ReconciliationPass pass(UncertainCall... calls) {
        return new ReconciliationPass(
                false, List.of(calls), call -> call.entry().openedAt(), new PageSize(), run.time.nanoTime());
    }

    private static TaskPage page(String... tasks) throws IOException {
        return TaskReader.page(("{\"data\":[" + String.join(",", tasks) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsKeptOfACandidateHoldsNothingOfItsOutput() throws IOException {
        TaskPage page = page("{\"id\":\"landed\",\"type\":\"search\",\"status\":\"completed\",\"createdAt\":\""
                + OutboxRun.START + "\",\"input\":{\"q\":\"a\"},\"output\":\"" + "x".repeat(1_000) + "\"}");
        Task landed = page.tasks().get(0);
        ReconciliationPass pass = pass(cut("a"));

        pass.scan().next();
        pass.read(page);

        assertThat(pass.tasksWithout(Set.of())).singleElement().satisfies(kept -> {
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
}
