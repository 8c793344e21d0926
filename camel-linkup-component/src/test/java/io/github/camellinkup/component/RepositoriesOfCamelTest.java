package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Camel's own repositories, for what {@code taskScope=all} has seen and how far it has come. */
class RepositoriesOfCamelTest extends ConsumerTestSupport {

    private static final String OLD_KEY = "linkup://tasks?types=&statuses=completed,failed";

    private enum Seen {
        MEMORY(folder -> MemoryIdempotentRepository.memoryIdempotentRepository()),
        FILE(folder -> FileIdempotentRepository.fileIdempotentRepository(
                folder.resolve("seen").toFile())),
        JDBC(folder -> new JdbcMessageIdRepository(newDatabase(), "linkup"));

        private final Function<Path, IdempotentRepository> repository;

        Seen(Function<Path, IdempotentRepository> repository) {
            this.repository = repository;
        }
    }

    private enum State {
        MEMORY(folder -> new MemoryStateRepository()),
        FILE(folder ->
                FileStateRepository.fileStateRepository(folder.resolve("state").toFile()));

        private final Function<Path, StateRepository<String, String>> repository;

        State(Function<Path, StateRepository<String, String>> repository) {
            this.repository = repository;
        }
    }

    @TempDir
    private Path folder;

    private void consume(String options) throws Exception {
        consumeFrom("linkup:tasks?" + options + FAST);
    }

    private void stopConsuming() throws Exception {
        context.getRouteController().stopRoute("finished");
        context.removeRoute("finished");
        finished().reset();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSeenIsNotEmittedAgain(Seen seen) throws Exception {
        context.getRegistry().bind("seen", seen.repository.apply(folder));
        List<String> old = foreignTasks(3, Duration.ofMinutes(5));
        String uri = LONG_AGO + "idempotentRepository=#seen&";
        consume(uri);
        await().until(() -> emitted().size() == 3);
        stopConsuming();
        String fresh = foreignTask(CLOCK.instant());

        consume(uri);
        await().until(() -> emitted().contains(fresh));
        awaitReads(3);

        assertThat(emitted()).containsExactly(fresh).doesNotContainAnyElementsOf(old);
    }

    @ParameterizedTest
    @EnumSource
    void theNextRunBeginsWhereTheLastOneEnded(State state) throws Exception {
        StateRepository<String, String> repository = state.repository.apply(folder);
        context.getRegistry().bind("state", repository);
        List<String> old = foreignTasks(3, Duration.ofHours(1));
        consume(LONG_AGO + "stateRepository=#state&types=fetch&");
        await().until(() -> emitted().size() == 3);
        awaitReads(3);
        stopConsuming();
        String fresh = foreignTask(CLOCK.instant());

        consume(LONG_AGO + "stateRepository=#state&types=fetch&");
        await().until(() -> emitted().contains(fresh));
        awaitReads(3);

        // The one at the mark itself comes again: others of the same time may be listed late.
        assertThat(emitted()).contains(fresh).doesNotContain(old.get(0), old.get(1));
    }

    @Test
    void theMarkInAFileOutlivesTheProcess() throws Exception {
        Path file = folder.resolve("state");
        FileStateRepository first = FileStateRepository.fileStateRepository(file.toFile());
        context.getRegistry().bind("state", first);
        foreignTasks(1, Duration.ofHours(1));
        consume(LONG_AGO + "stateRepository=#state&");
        await().until(() -> emitted().size() == 1);
        await().until(() -> Files.readString(file).contains("linkup://tasks"));

        FileStateRepository next = FileStateRepository.fileStateRepository(file.toFile());
        next.start();

        assertThat(next.getCache()).hasSize(1).allSatisfy((key, mark) -> assertThat(mark)
                .isEqualTo(first.getState(key)));
        next.stop();
    }

    @Test
    void aMarkUnderTheFormerKeyIsStillFound() throws Exception {
        MemoryStateRepository repository = new MemoryStateRepository();
        repository.setState(
                OLD_KEY, CLOCK.instant().minus(Duration.ofMinutes(90)).toString());
        context.getRegistry().bind("state", repository);
        List<String> tasks = foreignTasks(3, Duration.ofHours(1));

        consume(LONG_AGO + "stateRepository=#state&");
        await().until(() -> emitted().contains(tasks.get(2)));
        awaitReads(3);

        assertThat(emitted()).containsExactly(tasks.get(2));
    }
}
