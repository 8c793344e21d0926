package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large the tasks of a page may be, and what becomes of those that are larger. */
class TaskPageLimitsTest {

    private static final int LIMIT = 200;
    private static final String HEAD = "\"id\":\"giant\",\"type\":\"fetch\",\"status\":\"completed\","
            + "\"createdAt\":\"2026-05-18T00:00:00.000Z\",\"updatedAt\":\"2026-05-18T00:00:07.120Z\",";
    private static final String GIANT = "{" + HEAD + "\"output\":\"" + "é] }, \\\" {[".repeat(50) + "\"}";

    private final List<Task> taken = new ArrayList<>();
    private final List<OversizedTask> told = new ArrayList<>();

    @Test
    void aTaskLargerThanTheLimitIsPassedOverAndTheOthersAreNotWhereverThePageIsCut() throws IOException {
        String page =
                "{\"data\":[{\"id\":\"1\"}," + GIANT + " ,{\"id\":\"2\"},{\"id\":\"3\"}],\"metadata\":{\"page\":4}}";
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);

        for (int cut = 0; cut <= bytes.length; cut++) {
            taken.clear();
            told.clear();
            TaskPageReader reader = reader(LIMIT);
            reader.read(ByteBuffer.wrap(bytes, 0, cut));
            reader.read(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            StreamedPage read = reader.end();

            assertThat(taken).as("cut at %d", cut).extracting(Task::id).containsExactly("1", "2", "3");
            assertThat(read.oversized())
                    .as("cut at %d", cut)
                    .isEqualTo(told)
                    .containsExactly(new OversizedTask(
                            1,
                            "giant",
                            Instant.parse("2026-05-18T00:00:00Z"),
                            Instant.parse("2026-05-18T00:00:07.120Z")));
            assertThat(read.tasks()).isEqualTo(4);
            assertThat(read.page()).isEqualTo(4);
            assertThat(read.bytes()).isEqualTo(bytes.length);
        }
    }

    @Test
    void aTaskThatIsTooLargeIsToldOfBeforeItsEnd() throws IOException {
        TaskPageReader reader = reader(LIMIT);

        ByteBuffer giant = bytes(GIANT);
        reader.read(bytes("{\"data\":["));
        reader.read(giant.slice(0, LIMIT));
        assertThat(told).isEmpty();
        reader.read(giant.slice(LIMIT, 1));

        assertThat(told).extracting(OversizedTask::id).containsExactly("giant");
    }

    @Test
    void tasksThatAreTooLargeCanFollowEachOtherAndBeAll() throws IOException {
        TaskPageReader reader = reader(LIMIT);

        reader.read(bytes("{\"data\":[" + GIANT + "," + GIANT + "]}"));

        assertThat(reader.end().oversized()).extracting(OversizedTask::place).containsExactly(0, 1);
        assertThat(taken).isEmpty();
    }

    @Test
    void ofATaskWithALateIdOnlyThePlaceIsKnown() throws IOException {
        TaskPageReader reader = reader(LIMIT);

        reader.read(bytes("{\"data\":[{\"output\":\"" + "x".repeat(LIMIT) + "\",\"id\":\"giant\"},{\"id\":\"1\"}]}"));

        assertThat(reader.end().oversized()).containsExactly(new OversizedTask(0, null, null, null));
        assertThat(taken).hasSize(1);
    }

    @Test
    void whatStandsFarFromTheBeginningIsNotLookedAt() throws IOException {
        TaskPageReader reader = reader(1_000_000);

        reader.read(bytes("{\"data\":[{\"createdAt\":\"2026-05-18T00:00:00Z\",\"input\":\"" + "x".repeat(100_000)
                + "\",\"id\":\"giant\",\"output\":\"" + "x".repeat(1_000_000) + "\"}]}"));

        assertThat(reader.end().oversized())
                .containsExactly(new OversizedTask(0, null, Instant.parse("2026-05-18T00:00:00Z"), null));
    }

    /** As with those that are small: see {@link AnswerReader#taskPage}. */
    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "[\"%s\"]", "\"{%s\"", "[{\"id\":\"%s\"}]"})
    void whatIsNoTaskIsPassedOverInSilence(String element) throws IOException {
        TaskPageReader reader = reader(LIMIT);

        reader.read(bytes("{\"data\":[" + element.formatted("x".repeat(1000)) + ",{\"id\":\"1\"}]}"));

        assertThat(reader.end().oversized()).isEmpty();
        assertThat(reader.end().tasks()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aPageThatBreaksOffInATaskThatIsTooLargeIsNone() throws IOException {
        TaskPageReader reader = reader(LIMIT);

        reader.read(bytes("{\"data\":[{\"id\":\"1\"}," + GIANT.substring(0, GIANT.length() - 2)));

        assertThatThrownBy(reader::end).isInstanceOf(IOException.class);
    }

    @Test
    void eachTaskMayBeAsLargeAsTheLimitAndThePageLarger() throws IOException {
        String task = "{\"id\":\"1\",\"output\":\"" + "x".repeat(200) + "\"}";
        TaskPageReader reader = reader(task.length());

        reader.read(bytes("{\"data\":[" + (task + ",").repeat(50) + task + "]}"));

        assertThat(reader.end().tasks()).isEqualTo(51);
        assertThat(taken).hasSize(51);
        assertThat(told).isEmpty();
    }

    @Test
    void whatLiesAroundTheTasksIsLimitedToo() {
        TaskPageReader reader = reader(1000);

        assertThatCode(() -> reader.read(bytes("{\"other\":\"" + "x".repeat(900))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> reader.read(bytes("x".repeat(100))))
                .isInstanceOfSatisfying(PartTooLargeException.class, failure -> {
                    assertThat(failure.limit()).isEqualTo(1000);
                    assertThat(failure.size()).isBetween(1001L, 1010L);
                });
    }

    @Test
    void largeTasksOfAllSizesComeWhole() throws IOException {
        TaskPageReader reader = reader(Long.MAX_VALUE);
        List<String> tasks = IntStream.of(0, 8_100, 8_192, 24_576, 300_000, 5, 3_000_000, 6)
                .mapToObj(size -> "{\"id\":\"" + size + "\",\"output\":\"" + "é".repeat(size) + "\"}")
                .toList();

        readInPieces(reader, "{\"data\":[" + String.join(",", tasks) + "]}");

        assertThat(reader.end().tasks()).isEqualTo(8);
        assertThat(taken).extracting(task -> task.json().toString()).isEqualTo(tasks);
    }

    @Test
    void afterATaskThatIsTooLargeOthersOfAllSizesComeWhole() throws IOException {
        TaskPageReader reader = reader(700_000);
        List<String> tasks = IntStream.of(300_000, 800_000, 5, 300_000, 900_000, 20_000)
                .mapToObj(size -> "{\"id\":\"" + size + "\",\"output\":\"" + "x".repeat(size) + "\"}")
                .toList();

        readInPieces(reader, "{\"data\":[" + String.join(",", tasks) + "]}");

        assertThat(reader.end().oversized())
                .extracting(OversizedTask::place, OversizedTask::id)
                .containsExactly(tuple(1, "800000"), tuple(4, "900000"));
        assertThat(taken)
                .extracting(task -> task.json().toString())
                .containsExactly(tasks.get(0), tasks.get(2), tasks.get(3), tasks.get(5));
    }

    private TaskPageReader reader(long limit) {
        return new TaskPageReader(limit, taken::add, told::add);
    }

    private static void readInPieces(TaskPageReader reader, String text) throws IOException {
        byte[] page = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < page.length; at += 1000) {
            reader.read(ByteBuffer.wrap(page, at, Math.min(1000, page.length - at)));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
