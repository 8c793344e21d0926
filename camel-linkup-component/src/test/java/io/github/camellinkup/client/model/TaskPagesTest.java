package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a page of tasks, however oddly it is written, and what is none. */
class TaskPagesTest {

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
                "{\"data\\n\":[{\"id\":\"no\"}],\"data\":[]}",
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
    void aPageHasTheTasksThatStandInItsData(String text) throws IOException {
        byte[] page = text.getBytes(StandardCharsets.UTF_8);

        TaskPage read = TaskReader.page(page);

        assertThat(read.json().toString()).isEqualTo(text);
        assertThat(read.tasks()).allSatisfy(task -> {
            assertThat(task.id()).isNotBlank().isNotIn("no", "inner");
            assertThat(text).contains(task.json().toString());
        });
        assertThat(read.tasks().stream().map(task -> task.json().toString()).filter(ONE::equals))
                .hasSize(text.contains(ONE) ? 1 : 0);
        assertThat(read.tasks().stream().map(task -> task.json().toString()).filter(TWO::equals))
                .hasSize(text.contains(TWO) ? 1 : 0);
        assertThat(read.page()).isEqualTo(text.contains(METADATA) ? 2 : 0);
        assertThat(read.quota()).isEqualTo(text.contains(QUOTA) ? new Quota(5, 1000) : null);
    }

    @ParameterizedTest
    @MethodSource("noPages")
    void whatIsNoPageIsRefused(String text) {
        assertThatThrownBy(() -> TaskReader.page(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void anotherEncodingIsRefused(String encoding) {
        for (String text : List.of("{\"data\":[]}", "{\"data\":[" + ONE + "]}")) {
            assertThatThrownBy(() -> TaskReader.page(text.getBytes(Charset.forName(encoding))))
                    .isInstanceOf(IOException.class);
        }
    }
}
