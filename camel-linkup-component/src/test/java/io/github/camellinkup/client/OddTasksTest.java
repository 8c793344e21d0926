package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is odd in one task, as in the schema of somebody else, does not make its page unreadable. */
class OddTasksTest {

    private static final TaskQuery PAGE = new TaskQuery(1, 100, null, null, null, null);
    private static final ReadLimits LIMITS = new ReadLimits(10_000_000, Duration.ofSeconds(20));

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    private static Arguments odd(String name, String value) {
        return Arguments.of(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                odd("schema of 199 levels", "{\"a\":".repeat(199) + "1" + "}".repeat(199)),
                odd("990 levels", "[".repeat(990) + "]".repeat(990)),
                odd("a million digits", "1" + "0".repeat(1_000_000)),
                odd("two million decimals", "0." + "3".repeat(2_000_000)),
                odd("control characters", "\"a\u0000b\u0007c\nd\""),
                odd("long name", "{\"" + "n".repeat(100_000) + "\":1}"),
                Arguments.of("not UTF-8", new byte[] {'"', 'a', (byte) 0xE9, 'b', '"'}),
                Arguments.of("overlong UTF-8", new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}),
                Arguments.of("surrogate in UTF-8", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                Arguments.of("half a character", new byte[] {'"', (byte) 0xF0, (byte) 0x9F, '"'}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void thePageIsReadAndTheTaskToo(String name, byte[] value) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                utf8("{\"data\":[{\"id\":\"1\",\"output\":\"ü\"},{\"id\":\"2\",\"type\":\"extract\",\"input\":"));
        body.writeBytes(value);
        body.writeBytes(utf8(",\"output\":"));
        body.writeBytes(value);
        body.writeBytes(utf8("},{\"id\":\"3\",\"output\":\"ß\"}],\"quota\":{\"inFlight\":3,\"limit\":100}}"));

        TaskPage page = read(body.toByteArray());

        assertThat(page.tasks()).extracting(Task::id).containsExactly("1", "2", "3");
        assertThat(page.tasks().get(0).output()).hasToString("\"ü\"");
        assertThat(page.tasks().get(2).output()).hasToString("\"ß\"");
        assertThat(page.quota().inFlight()).isEqualTo(3);
        Task odd = page.tasks().get(1);
        JsonNode tree = odd.output().toTree();
        assertThat(tree).isEqualTo(odd.input().toTree());
        assertThat(odd.output().toBytes()).isEqualTo(utf8(new String(value, StandardCharsets.UTF_8)));
        assertThat(odd.answer().json()).isEqualTo(odd.output());
    }

    @Test
    void whatIsNotUtf8IsReplaced() {
        TaskPage page = read(RawServer.ascii("{\"data\":[{\"id\":\"1\",\"error\":\"caf\u00e9 noir\"}]}"));

        assertThat(page.tasks().get(0).error()).isEqualTo("caf\ufffd noir");
    }

    /** A search that is paid for is not lost because of one letter. */
    @Test
    void anAnswerThatIsNotUtf8IsReadToo() {
        byte[] body = RawServer.ascii("{\"answer\":\"caf\u00e9 noir\"}");
        try (RawServer server = new RawServer(() -> RawServer.json(body))) {
            HttpLinkupClient client = api.client(api.settings().baseUrl(server.baseUrl()));

            assertThat(get(client.search(SearchRequest.builder().q("q").build())))
                    .isInstanceOfSatisfying(SourcedAnswer.class, answer -> assertThat(answer.answer())
                            .isEqualTo("caf\ufffd noir"));
        }
    }

    private TaskPage read(byte[] body) {
        try (RawServer server = new RawServer(() -> RawServer.json(body))) {
            return get(api.client(api.settings().baseUrl(server.baseUrl())).listTasks(PAGE, LIMITS));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
