package io.github.camellinkup.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.StandInTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int QUESTIONS = 120;

    private final ManualClock clock = new ManualClock(Instant.now());
    private final AtomicInteger served = new AtomicInteger();
    private final LinkupStandIn standIn = LinkupStandIn.builder()
            .clock(clock)
            .noPollLimit()
            .taskTime("search", task -> Duration.ofSeconds(task.number() <= QUESTIONS / 2 ? 5 : 20))
            .start();

    @TempDir
    private Path folder;

    private Path watched;

    @BeforeEach
    void makeFolder() throws IOException {
        watched = Files.createDirectory(folder.resolve("questions"));
        standIn.answerSearch(input -> {
            served.incrementAndGet();
            return JSON.createObjectNode()
                    .put("answer", "About " + input.path("q").asText());
        });
        standIn.failTasksWhen(task -> task.input().path("q").asText().contains("Doomed"), "nothing found");
    }

    @AfterEach
    void stopStandIn() {
        standIn.close();
    }

    @Test
    void theCommandAnswersLinesTablesAndItems() throws IOException {
        try (Flow flow = Flow.embedded("files", Map.of("folder", watched.toString()))) {
            flow.await(() -> exist("lines.txt.answers", "table.csv.answers", "items.json.answers")
                    && exist("done/lines.txt", "done/table.csv", "done/items.json", "failed/broken.json"));

            assertThat(flow.bean("standIn", LinkupStandIn.class).tasks()).hasSize(5);
        }
        assertThat(answers("lines.txt")).extracting(Answer::id).containsExactly("1", "2");
        assertThat(answers("table.csv")).allSatisfy(answer -> {
            assertThat(answer.id()).startsWith("C-");
            assertThat(answer.answer()).isNotBlank();
            assertThat(answer.sources()).isNotEmpty();
        });
        assertThat(answers("table.csv"))
                .extracting(Answer::question)
                .containsExactly("Where is Airbus, and since when?", "What does ASML make?");
        assertThat(answers("items.json")).extracting(Answer::id).containsExactly("J-1");
    }

    @Test
    void aProcessThatIsKilledInTheMiddleAsksNothingTwice() throws Exception {
        Files.writeString(
                watched.resolve("many.txt"),
                IntStream.rangeClosed(1, QUESTIONS)
                        .mapToObj(FilesTest::question)
                        .collect(Collectors.joining("\n")));
        try (FlowProcess process = start()) {
            process.await(() -> standIn.tasks().size() == QUESTIONS);
            clock.advance(Duration.ofSeconds(5));
            process.await(() -> served.get() >= QUESTIONS / 2 - 1);
            process.kill();
        }
        assertThat(exist("many.txt")).isTrue();
        assertThat(exist("many.txt.answers")).isFalse();

        try (FlowProcess process = start()) {
            clock.advance(Duration.ofSeconds(20));
            process.await(() -> exist("many.txt.answers", "done/many.txt"));
        }

        assertThat(standIn.tasks())
                .extracting((StandInTask task) -> task.input().path("q").asText())
                .hasSize(QUESTIONS)
                .doesNotHaveDuplicates();
        List<Answer> answers = answers("many.txt");
        assertThat(answers)
                .extracting(Answer::question)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, QUESTIONS)
                        .mapToObj(FilesTest::question)
                        .toList());
        assertThat(answers)
                .filteredOn(answer -> answer.problem() != null)
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.id()).isEqualTo("7");
                    assertThat(answer.problem()).contains("nothing found");
                    assertThat(answer.answer()).isNull();
                });
        assertThat(answers.get(0).answer()).isEqualTo("About " + question(1));
    }

    private static String question(int number) {
        return number == 7 ? "Doomed?" : "Question " + number + "?";
    }

    @Test
    void aFileThatFailedIsPaidOnceWhenItComesBack() throws Exception {
        Files.writeString(watched.resolve("two.txt"), "Who?\nWhere?\n");
        // A folder that is in the way of the answers.
        Path obstacle = Files.createDirectories(watched.resolve("two.txt.answers/full"));
        try (Flow flow = Flow.installed("files", standIn, settings())) {
            flow.await(() -> standIn.tasks().size() == 2);
            clock.advance(Duration.ofSeconds(20));
            flow.await(() -> exist("failed/two.txt"));
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());

            Files.move(watched.resolve("failed/two.txt"), watched.resolve("two.txt"));

            flow.await(() -> exist("two.txt.answers", "done/two.txt"));
        }
        assertThat(answers("two.txt")).extracting(Answer::answer).containsExactly("About Who?", "About Where?");
        assertThat(standIn.tasks()).hasSize(2);
    }

    private FlowProcess start() throws IOException {
        return FlowProcess.start("files", standIn, folder, settings());
    }

    private Map<String, String> settings() {
        return Map.of(
                "folder",
                watched.toString(),
                "camel.beans.memory.jdbc-url",
                "jdbc:h2:" + folder.resolve("tasks") + ";WRITE_DELAY=0");
    }

    private boolean exist(String... names) {
        return List.of(names).stream().allMatch(name -> Files.exists(watched.resolve(name)));
    }

    private List<Answer> answers(String file) throws IOException {
        return Files.readAllLines(watched.resolve(file + ".answers")).stream()
                .map(FilesTest::read)
                .toList();
    }

    private static Answer read(String line) {
        try {
            return JSON.readValue(line, Answer.class);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
