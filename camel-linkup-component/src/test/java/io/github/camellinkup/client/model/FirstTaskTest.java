package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The first task of a page that is not there as a whole. */
class FirstTaskTest {

    private static final String PAGE =
            "{\"metadata\":{\"page\":1,\"data\":[{\"id\":\"no\"}]},\"data\":[7,[{\"id\":\"no\"}],"
                    + "{\"input\":{\"id\":\"no\"},\"id\":\"ü1\",\"createdAt\":\"2026-05-18T00:00:00.000Z\",\"type\":\"fetch\","
                    + "\"updatedAt\":\"2026-05-18T00:00:07.120Z\",\"output\":{\"id\":\"no\"}},{\"id\":\"2\"}]}";
    private static final Instant CREATED = Instant.parse("2026-05-18T00:00:00Z");
    private static final Instant UPDATED = Instant.parse("2026-05-18T00:00:07.120Z");

    private static TaskIdentity first(String page) {
        return TaskReader.firstTask(page.getBytes(StandardCharsets.UTF_8), true);
    }

    @Test
    void whatIsThereOfItIsKnownWhereverThePageBreaksOff() {
        byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= page.length; length++) {
            byte[] beginning = Arrays.copyOf(page, length);
            String text = new String(beginning, StandardCharsets.UTF_8);

            TaskIdentity known = new TaskIdentity(
                    text.contains("ü1\"") ? "ü1" : null,
                    text.contains("00.000Z\"") ? CREATED : null,
                    text.contains("07.120Z\"") ? UPDATED : null);

            assertThat(TaskReader.firstTask(beginning, true))
                    .as(text)
                    .isEqualTo(length <= PAGE.indexOf("{\"input\"") ? null : known);
        }
    }

    @Test
    void fieldsThatAreMissingOrOddAreNotKnown() {
        assertThat(first("{\"data\":[{}]}")).isEqualTo(new TaskIdentity(null, null, null));
        assertThat(first("{\"data\":[{\"id\":\" \",\"createdAt\":\"yesterday\",\"updatedAt\":7}]}"))
                .isEqualTo(new TaskIdentity(null, null, null));
    }

    @Test
    void whereThereIsNoTaskThereIsNone() {
        assertThat(first("")).isNull();
        assertThat(first("{}")).isNull();
        assertThat(first("{\"data\":[]}")).isNull();
        assertThat(first("{\"data\":{\"id\":\"1\"}}")).isNull();
        assertThat(first("[{\"id\":\"1\"}]")).isNull();
    }

    @Test
    void theTaskOfASingleReadIsKnownToo() {
        byte[] task = "{\"id\":\"1\",\"createdAt\":\"2026-05-18T00:00:00Z\",\"output\":nought"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(TaskReader.firstTask(task, false)).isEqualTo(new TaskIdentity("1", CREATED, null));
        assertThat(TaskReader.firstTask("<html>".getBytes(StandardCharsets.UTF_8), false))
                .isNull();
    }

    @Test
    void whatStandsFarFromTheBeginningIsNotLookedAt() {
        assertThat(first("{\"data\":[{\"createdAt\":\"2026-05-18T00:00:00Z\",\"input\":\"" + "x".repeat(70_000)
                        + "\",\"id\":\"1\"}]}"))
                .isEqualTo(new TaskIdentity(null, CREATED, null));
    }
}
