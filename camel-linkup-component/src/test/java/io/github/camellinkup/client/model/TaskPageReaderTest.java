package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the whole-page reader makes of a page, the other makes of it too, wherever its pieces begin and end. */
class TaskPageReaderTest {

    private static final String METADATA = "\"metadata\":{\"page\":2,\"pageSize\":10,\"total\":31,\"totalPages\":4}";
    private static final String QUOTA = "\"quota\":{\"inFlight\":5,\"limit\":1000}";
    private static final String ONE =
            "{\"id\":\"1\",\"type\":\"search\",\"status\":\"completed\",\"createdAt\":\"2026-05-18T00:00:00.000Z\","
                    + "\"input\":{\"q\":\"a \\\"quote\\\", ] and }\"},\"output\":{\"data\":[{\"id\":\"inner\"}],\"n\":1.50}}";
    private static final String TWO = "{ \"id\" : \"zwölf €\uD83D\uDE00\\\\\" , \"error\":{\"a\":[]} ,\"type\":null}";
    private static final String DEEP_ENOUGH = "{\"id\":\"d\",\"output\":" + "[".repeat(197) + "]".repeat(197) + "}";

    static Stream<String> pages() {
        return Stream.of(
                "{" + METADATA + ",\"data\":[" + ONE + "," + TWO + "]," + QUOTA + "}",
                "{" + QUOTA + "," + METADATA + ",\"data\":[" + TWO + " ,\n" + ONE + " ] }\n",
                "{\"data\":[" + ONE + "]," + METADATA + "," + QUOTA + "}",
                "\uFEFF \t\r\n{ \"data\" : [ " + ONE + " ] }",
                "{\"d\\u0061t\\u0061\":[" + ONE + "]}",
                "{\"\\u0064\\u0061\\u0074\\u0061\":[" + ONE + "]}",
                "{\"data\\n\":[" + ONE + "],\"data\":[]}",
                "{\"" + "long".repeat(30) + "\":\"data\",\"x\":[\"data\",{\"data\":[{\"id\":\"no\"}]}],\"data\":[" + ONE
                        + "],\"later\":{\"data\":[{\"id\":\"no\"}]}}",
                "{\"data\":[1,-2.5e3, true ,false,null,\"text, ] }\",\"\",[],[{\"id\":\"no\"}],{}," + ONE + ",0]}",
                "{\"data\":[{\"type\":\"no id\"},{\"id\":null}," + ONE + "]}",
                "{\"data\":[]}",
                "{\"data\":null," + METADATA + "}",
                "{\"data\":[" + DEEP_ENOUGH + "]}",
                "{\"data\":[{\"id\":\"\\\\\"},{\"id\":\"\\\"\"},{\"id\":\"\\\\\\\"}\"}]}",
                "{\"data\":[" + ONE + "],\"metadata\":null,\"quota\":[1]}");
    }

    static Stream<String> noPages() {
        return Stream.of(
                "",
                " ",
                "null",
                "17",
                "\"data\"",
                "[" + ONE + "]",
                "[{\"data\":[" + ONE + "]}]",
                "{}",
                "{" + METADATA + "}",
                "{\"data\":{}}",
                "{\"data\":{\"0\":" + ONE + "}}",
                "{\"data\":\"[]\"}",
                "{\"data\":1}",
                "{\"data\":[" + ONE + "],\"data\":[" + TWO + "]}",
                "{\"data\":[" + ONE + "]",
                "{\"data\":[" + ONE,
                "{\"data\":[" + ONE + ",",
                "{\"data\":[" + ONE + ",]}",
                "{\"data\":[," + ONE + "]}",
                "{\"data\":[" + ONE + TWO + "]}",
                "{\"data\":[" + ONE + " " + TWO + "]}",
                "{\"data\":[" + ONE + ":" + TWO + "]}",
                "{\"data\":[" + ONE + "}}",
                "{\"data\":[" + ONE + "]}}",
                "{\"data\":[" + ONE + "]} x",
                "{\"data\":[" + ONE + "]}{\"data\":[" + ONE + "]}",
                "{\"data\" [" + ONE + "]}",
                "{\"data\",[" + ONE + "]}",
                "{\"data\":[{\"id\":\"1\",}]}",
                "{\"data\":[{\"id\":\"1\"]}",
                "{\"data\":[{\"id\":[}]}",
                "{\"data\":[1 2]}",
                "{\"data\":[1\"a\"]}",
                "{\"data\":[1{}]}",
                "{\"data\":[-{}]}",
                "{\"data\":[\"a\"b]}",
                "{\"data\":[tru]}",
                "{\"data\":[01]}",
                "{\"data\":['a']}",
                "{\"data\":[2\u0000]}",
                "{\"data\":[\uFEFF" + ONE + "]}",
                "{\"data\":[\uFEFF1]}",
                "{\"data\":[{\"id\":\"1\"}/**/]}",
                "{\"data\":[\"open]}",
                "{\"data\":[" + ONE + "],\"quota\":{\"inFlight\":}}",
                "{\"data\":[{\"id\":\"d\",\"output\":" + "[".repeat(998) + "]".repeat(998) + "}]}",
                "{\"x\":" + "[".repeat(1100) + "]".repeat(1100) + ",\"data\":[]}",
                "<html><body>{\"data\":[" + ONE + "]}</body></html>",
                "}{ this is not JSON \u0000\u0001");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageCutInTwoAnywhereIsThePage(String text) throws IOException {
        byte[] page = text.getBytes(StandardCharsets.UTF_8);
        Read whole = whole(page);

        for (int cut = 0; cut <= page.length; cut++) {
            assertThat(inPieces(page, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageInPiecesOfAnySizeIsThePage(String text) throws IOException {
        byte[] page = text.getBytes(StandardCharsets.UTF_8);
        Read whole = whole(page);

        for (int size = 1; size < 20; size++) {
            int step = size;
            assertThat(inPieces(
                            page,
                            IntStream.range(1, page.length)
                                    .filter(at -> at % step == 0)
                                    .toArray()))
                    .as("pieces of %d bytes", size)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("noPages")
    void whatIsNoPageIsNoneInPieces(String text) {
        byte[] page = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> whole(page)).isInstanceOf(IOException.class);
        for (int cut = 0; cut <= page.length; cut++) {
            int at = cut;
            assertThatThrownBy(() -> inPieces(page, at)).as("cut at %d", cut).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void anotherEncodingIsRefusedByBoth(String encoding) {
        for (String text : List.of("{\"data\":[]}", "{\"data\":[" + ONE + "]}")) {
            byte[] page = text.getBytes(Charset.forName(encoding));

            assertThatThrownBy(() -> whole(page)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> inPieces(page)).isInstanceOf(IOException.class);
        }
    }

    /** Damages pages at random, with a fixed seed. */
    @Test
    void aDamagedPageIsReadAlike() {
        Random random = new Random(20260518);
        byte[] signs = "{}[]\",:\\ 0a\u00e4\n".getBytes(StandardCharsets.UTF_8);
        List<String> pages = pages().toList();
        for (int i = 0; i < 30_000; i++) {
            byte[] page = pages.get(random.nextInt(pages.size())).getBytes(StandardCharsets.UTF_8);
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                page[random.nextInt(page.length)] = signs[random.nextInt(signs.length)];
            }
            int[] cuts = random.ints(3, 0, page.length + 1).sorted().toArray();
            assertThat(readable(() -> inPieces(page, cuts)))
                    .as(() -> new String(page, StandardCharsets.UTF_8))
                    .isEqualTo(readable(() -> whole(page)));
        }
    }

    @Test
    void aTaskIsHandedOverWithItsLastByte() throws IOException {
        List<Task> taken = new ArrayList<>();
        TaskPageReader reader = new TaskPageReader(1000, taken::add, TaskPageReaderTest::none);

        reader.read(bytes("{" + METADATA + ",\"data\":[" + ONE.substring(0, ONE.length() - 1)));
        assertThat(taken).isEmpty();
        reader.read(bytes("}"));

        assertThat(taken).extracting(Task::id).containsExactly("1");
    }

    @Test
    void aTaskHoldsItsOwnBytesAndNoOthers() throws IOException {
        List<Task> taken = new ArrayList<>();
        TaskPageReader reader = new TaskPageReader(1000, taken::add, TaskPageReaderTest::none);
        byte[] page = ("{\"data\":[" + ONE + "," + TWO + "]}").getBytes(StandardCharsets.UTF_8);

        reader.read(ByteBuffer.wrap(page));
        Arrays.fill(page, (byte) 'x');

        assertThat(taken).extracting(task -> task.json().toString()).containsExactly(ONE, TWO);
    }

    @Test
    void readsBuffersOfEveryKind() throws IOException {
        byte[] page = ("{\"data\":[" + ONE + "," + TWO + "]}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(page.length).put(page).flip();
        ByteBuffer slice = ByteBuffer.allocate(page.length + 20)
                .position(7)
                .put(page)
                .flip()
                .position(7)
                .slice();

        for (ByteBuffer buffer : List.of(direct, slice, ByteBuffer.wrap(page).asReadOnlyBuffer())) {
            List<Task> taken = new ArrayList<>();
            TaskPageReader reader = new TaskPageReader(1000, taken::add, TaskPageReaderTest::none);
            reader.read(buffer);
            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(reader.end().bytes()).isEqualTo(page.length);
            assertThat(taken).hasSize(2);
        }
    }

    private static void none(OversizedTask task) {
        throw new AssertionError("None is too large, but " + task);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Read whole(byte[] page) throws IOException {
        TaskPage whole = AnswerReader.taskPage(page);
        return new Read(
                whole.tasks(),
                new StreamedPage(
                        whole.page(),
                        whole.pageSize(),
                        whole.total(),
                        whole.totalPages(),
                        whole.quota(),
                        whole.tasks().size(),
                        page.length));
    }

    private static Read inPieces(byte[] page, int... cuts) throws IOException {
        List<Task> tasks = new ArrayList<>();
        TaskPageReader reader = new TaskPageReader(Integer.MAX_VALUE, tasks::add, TaskPageReaderTest::none);
        int from = 0;
        for (int cut : cuts) {
            reader.read(ByteBuffer.wrap(page, from, cut - from));
            from = cut;
        }
        reader.read(ByteBuffer.wrap(page, from, page.length - from));
        return new Read(tasks, reader.end());
    }

    private static Read readable(Reading reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            return null;
        }
    }

    private interface Reading {
        Read read() throws IOException;
    }

    private record Read(List<Task> tasks, StreamedPage page) {}
}
