package io.github.camellinkup.client.model;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskReadingTest {

    @Test
    void taskKeepsItsJsonToTheByte() throws IOException {
        String input = "{ \"q\" : \"é😀\\u00e9\", \"n\":1.100, \"big\":12345678901234567890123, \"x\":null }";
        String output = "{\"answer\":\"a\",\"new\":[1e5 , {} ]}";
        String task = "{ \"id\" :\"ü-1\",\"type\":\"search\",\"status\":\"completed\","
                + "\"createdAt\":\"2026-05-18T00:00:00.000Z\",\"updatedAt\":\"2026-05-18T02:00:07.120+02:00\","
                + "\"input\": " + input + " ,\"output\":" + output + ",\"error\":null,\"extra\":{\"a\":[1,2]} }";

        Task read = TaskReader.tasks(("\n [ " + task + ",\t" + task + " ] ").getBytes(UTF_8))
                .get(1);

        assertThat(read.json()).hasToString(task);
        assertThat(read.input()).hasToString(input);
        assertThat(read.output()).hasToString(output);
        assertThat(read.id()).isEqualTo("ü-1");
        assertThat(read.updatedAt()).isEqualTo(Instant.parse("2026-05-18T00:00:07.120Z"));
        assertThat(read.error()).isNull();
        assertThat(read.input().toTree().path("n").decimalValue()).isEqualTo("1.100");
        assertThat(read.output().toMap()).containsKey("new");
        assertThat(new String(read.output().toBytes(), UTF_8)).isEqualTo(output);
        assertThat(new String(read.output().toStream().readAllBytes(), UTF_8)).isEqualTo(output);
        assertThat(read.output().length()).isEqualTo(output.length());
        assertThat(read.output())
                .isEqualTo(RawJson.wrap(output.getBytes(UTF_8)))
                .hasSameHashCodeAs(RawJson.wrap(output.getBytes(UTF_8)));
    }

    @Test
    void withoutItsOutputATaskIsTheSameButForThat() throws IOException {
        String before =
                "{\"id\":\"é1\",\"type\":\"search\",\"status\":\"completed\",\"input\":{\"q\":1.10}, \"output\" : ";
        String after = " ,\"new\":[1e5],\"error\":\"e\",\"updatedAt\":\"2026-05-18T00:00:00.000Z\"}";
        Task task = TaskReader.task((before + "{\"answer\":\"ü\"}" + after).getBytes(UTF_8));

        Task light = task.withoutOutput();

        assertThat(light).isEqualTo(TaskReader.task((before + "null" + after).getBytes(UTF_8)));
        assertThat(light.output()).isNull();
        assertThat(light.withoutOutput()).isSameAs(light);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a \\\" text\"", "12.50", "true", "[1,{\"a\":\"]\"}]", "-1e-7", "{}", "\"\""})
    void outputMayBeAnyJson(String output) throws IOException {
        Task task = task("\"id\":\"1\",\"output\":" + output + " ,\"input\":" + output);

        assertThat(task.output()).hasToString(output);
        assertThat(task.input()).hasToString(output);
        assertThat(task.answer()).isSameAs(task.output());
    }

    @Test
    void oddTasksDoNotSpoilAPage() throws IOException {
        TaskPage page = TaskReader.page(("{\"metadata\":{\"page\":\"1\",\"total\":7,\"new\":{}},\"data\":["
                        + "{\"id\":\"1\",\"type\":\"brand-new\",\"status\":\"dreaming\",\"input\":\"odd\",\"createdAt\":\"soon\"},"
                        + "7,null,\"x\",[{}],{},"
                        + "{\"id\":2,\"type\":null,\"status\":null,\"error\":{\"code\":\"X\"},\"createdAt\":5},"
                        + "{\"id\":\"3\",\"type\":\"fetch\",\"status\":\"failed\",\"error\":\"no page\"}],\"quota\":null}")
                .getBytes(UTF_8));

        assertThat(page.tasks()).extracting(Task::id).containsExactly("1", "2", "3");
        assertThat(page.tasks()).extracting(Task::type).containsExactly("brand-new", "unknown", "fetch");
        assertThat(page.tasks())
                .extracting(Task::status)
                .containsExactly(TaskStatus.UNKNOWN, TaskStatus.UNKNOWN, TaskStatus.FAILED);
        assertThat(page.tasks()).extracting(Task::error).containsExactly(null, "{\"code\":\"X\"}", "no page");
        assertThat(page.tasks()).extracting(Task::isFinished).containsExactly(false, false, true);
        assertThat(page.page()).isEqualTo(1);
        assertThat(page.total()).isEqualTo(7);
        assertThat(page.quota()).isNull();
    }

    @Test
    void taskThatIsKeptDoesNotKeepItsPage() throws IOException {
        byte[] page = "[{\"id\":\"1\",\"output\":{}},{\"id\":\"2\",\"output\":{}}]".getBytes(UTF_8);
        Task task = TaskReader.tasks(page).get(0);

        page[2] = 'x';

        assertThat(task.json()).hasToString("{\"id\":\"1\",\"output\":{}}");
    }

    @Test
    void taskThatIsMostOfItsPageSharesTheBytes() throws IOException {
        byte[] page = "[{\"id\":\"1\"},{\"id\":\"2\",\"input\":[1],\"output\":{\"a\":1}}]".getBytes(UTF_8);
        Task task = TaskReader.tasks(page).get(1);

        assertThat(task.json()).hasToString("{\"id\":\"2\",\"input\":[1],\"output\":{\"a\":1}}");
        assertThat(task.input()).hasToString("[1]");
        assertThat(task.output()).hasToString("{\"a\":1}");
        assertThat(task.withoutOutput().json()).hasToString("{\"id\":\"2\",\"input\":[1],\"output\":null}");

        page[page.length - 4] = '2';

        assertThat(task.output()).hasToString("{\"a\":2}");
    }

    @Test
    void byteOrderMarkIsPassedOver() throws IOException {
        assertThat(TaskReader.task("\uFEFF{\"id\":\"1\",\"output\":[1]}".getBytes(UTF_8))
                        .output())
                .hasToString("[1]");
    }

    @Test
    void anotherEncodingIsRefused() {
        assertThatThrownBy(() -> TaskReader.task("{\"id\":\"1\"}".getBytes(UTF_16)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void answerOfASearchIsWhatItsInputAskedFor() throws IOException {
        assertThat(answer("search", "{\"outputType\":\"searchResults\"}", "{\"results\":[],\"answer\":\"a\"}"))
                .isInstanceOf(SearchResults.class);
        assertThat(answer("search", "{\"outputType\":\"sourcedAnswer\"}", "{\"results\":[],\"answer\":\"a\"}"))
                .isInstanceOf(SourcedAnswer.class);
        assertThat(answer(
                        "search",
                        "{\"outputType\":\"structured\",\"includeSources\":true,\"structuredOutputSchema\":{\"type\":\"object\"}}",
                        "{\"data\":{\"answer\":1},\"sources\":[{\"name\":\"n\"}]}"))
                .isInstanceOfSatisfying(StructuredAnswer.class, answer -> {
                    assertThat(answer.data().path("answer").asInt()).isEqualTo(1);
                    assertThat(answer.sources()).hasSize(1);
                });
        assertThat(answer(
                        "search",
                        "{\"outputType\":\"structured\",\"includeSources\":null}",
                        "{\"data\":{\"answer\":1},\"sources\":[]}"))
                .isInstanceOfSatisfying(
                        StructuredAnswer.class, answer -> assertThat(answer).containsKeys("data", "sources"));
    }

    @Test
    void answerOfAFetchIsAPage() throws IOException {
        assertThat(answer("fetch", "{}", "{\"markdown\":\"m\"}"))
                .isInstanceOfSatisfying(
                        FetchedPage.class, page -> assertThat(page.markdown()).isEqualTo("m"));
    }

    @Test
    void researchWithoutAnOutputTypeIsStructuredIfItHasASchema() throws IOException {
        assertThat(answer("research", "{\"structuredOutputSchema\":null}", "{}"))
                .isInstanceOf(SourcedAnswer.class);
        assertThat(answer("research", "{\"structuredOutputSchema\":{\"type\":\"object\"}}", "{}"))
                .isInstanceOf(StructuredAnswer.class);
        assertThat(answer("research", "null", "{}")).isInstanceOf(SourcedAnswer.class);
    }

    @Test
    void answerThatCannotBeTypedIsTheJsonItself() throws IOException {
        for (Task task : List.of(
                task("search", "{}", "{}"),
                task("search", "null", "{}"),
                task("search", "[]", "{}"),
                task("search", "{\"outputType\":\"brandNew\"}", "{}"),
                task("search", "{\"outputType\":\"sourcedAnswer\"}", "[]"),
                task("fetch", "{}", "7"),
                task("brand-new", "{\"outputType\":\"sourcedAnswer\"}", "{}"))) {
            assertThat(task.answer()).as(task.json().toString()).isSameAs(task.output());
        }
        assertThat(task("search", "{}", "null").answer()).isNull();
    }

    private static LinkupAnswer answer(String type, String input, String output) throws IOException {
        return task(type, input, output).answer();
    }

    private static Task task(String type, String input, String output) throws IOException {
        return task("\"id\":\"1\",\"type\":\"" + type + "\",\"input\":" + input + ",\"output\":" + output);
    }

    private static Task task(String fields) throws IOException {
        return TaskReader.task(("{" + fields + "}").getBytes(UTF_8));
    }
}
