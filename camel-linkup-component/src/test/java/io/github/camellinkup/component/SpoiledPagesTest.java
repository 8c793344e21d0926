package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.component.SpoilingProxy.Spoiling;
import io.github.camellinkup.test.ForeignTask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One task of somebody else, or one answer, spoils pages. The results of all other tasks are emitted. */
class SpoiledPagesTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";

    /** For tests in which reads run into their time limit. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> sent = new ArrayList<>();
    private SpoilingProxy proxy;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        proxy = new SpoilingProxy(standIn().baseUrl());
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setBaseUrl(proxy.baseUrl());
        return context;
    }

    @AfterEach
    void closeProxy() {
        over.countDown();
        proxy.close();
    }

    private void send(int number) {
        List<String> questions =
                IntStream.range(0, number).mapToObj(i -> "question " + i).toList();
        template.sendBody("linkup:tasks?type=search", questions);
        sent.clear();
        standIn().tasks().stream().filter(task -> !task.foreign()).forEach(task -> sent.add(task.id()));
    }

    /** Sixty of ours finish, and between them one of somebody else. */
    private String finishAroundASpoiler() {
        send(30);
        CLOCK.advance(Duration.ofSeconds(2));
        send(30);
        CLOCK.advance(TASK_TIME);
        Instant between = CLOCK.instant().minus(Duration.ofSeconds(1));
        return standIn()
                .addForeignTask(ForeignTask.of("search")
                        .input(JsonNodeFactory.instance
                                .objectNode()
                                .put("q", "x")
                                .put("outputType", "structured")
                                .put("structuredOutputSchema", "{\"title\":\"" + SpoilingProxy.MARK + "\"}"))
                        .times(between, between))
                .id();
    }

    private void awaitEmitted() {
        await().atMost(PATIENCE).until(() -> finished().getReceivedCounter() >= sent.size());
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(sent);
    }

    private static List<String> warnings(LogCapture log) {
        return log.warnings().stream()
                .filter(line -> line.startsWith("io.github.camellinkup"))
                .toList();
    }

    private static Arguments odd(String name, boolean spoils, String value) {
        return Arguments.of(name, spoils, value.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                odd("schema of 199 levels", false, "{\"properties\":".repeat(199) + "{}" + "}".repeat(199)),
                odd("raw control character", false, "\"a\u0001b\nc\""),
                odd("a million digits", false, "1" + "0".repeat(1_000_000)),
                Arguments.of("not UTF-8", false, new byte[] {'"', 'a', (byte) 0xE9, 'b', '"'}),
                odd("2,000 levels", true, "[".repeat(2_000) + "]".repeat(2_000)),
                odd("no JSON", true, "{\"a\":nought"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void anOddTaskOfSomebodyElseKeepsNoResultBack(String name, boolean spoils, byte[] value) throws Exception {
        String spoiler = finishAroundASpoiler();
        proxy.spoilMarked(SpoilingProxy.value(value));

        try (LogCapture log = new LogCapture()) {
            consumeFrom(SUBMITTED + FAST);
            awaitEmitted();
            assertThat(proxy.spoiled()).isPositive();

            send(3);
            CLOCK.advance(TASK_TIME);
            awaitEmitted();
            awaitEmptyRepository();

            assertThat(warnings(log)).hasSize(spoils ? 1 : 0).allMatch(line -> line.contains(spoiler));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void anOddTaskKeepsNoOtherBackFromAConsumerOfAllTasks(String name, boolean spoils, byte[] value) throws Exception {
        String spoiler = finishAroundASpoiler();
        proxy.spoilMarked(SpoilingProxy.value(value));
        if (!spoils) {
            sent.add(spoiler);
        }

        try (LogCapture log = new LogCapture()) {
            consumeFrom("linkup:tasks?" + LONG_AGO + FAST);
            awaitEmitted();
            awaitReads(20);

            assertThat(emitted()).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(proxy.spoiled()).isPositive();
            assertThat(warnings(log)).hasSize(spoils ? 1 : 0).allMatch(line -> line.contains(spoiler));
        }
    }

    @Test
    void aPageThatComesAByteAtATimeKeepsNoResultBack() throws Exception {
        context.getComponent("linkup", LinkupComponent.class)
                .getConfiguration()
                .setRequestTimeout(Duration.ofMillis(1_500));
        finishAroundASpoiler();
        proxy.spoilMarked(this::trickle);

        try (LogCapture log = new LogCapture()) {
            consumeFrom(SUBMITTED + FAST);
            awaitEmitted();
            awaitEmptyRepository();

            assertThat(proxy.spoiled()).isPositive();
            assertThat(warnings(log))
                    .filteredOn(line -> line.contains("stepped over"))
                    .hasSize(1);
        }
    }

    private void trickle(String body, OutputStream out) throws IOException {
        out.write(SpoilingProxy.latin1("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"));
        for (byte next : SpoilingProxy.latin1(body)) {
            out.write(next);
            out.flush();
            try {
                if (over.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            header          | HTTP/1.1 200 OK~X-Header:                                     | x
            header count    | HTTP/1.1 200 OK~                                              | X-Header: x~
            status line     | 'HTTP/1.1 200 '                                               | x
            chunk extension | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~{}~0;           | x
            trailer         | HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~{}~0~X-Trailer: | x
            """)
    void aHeadWithoutAnEndFailsItsReadAndLaterOnesGoOn(String kind, String begin, String rest) throws Exception {
        Spoiling endless = SpoilingProxy.endless(begin.replace("~", "\r\n"), rest.replace("~", "\r\n"));
        finishAroundASpoiler();
        for (int read = 0; read < 3; read++) {
            proxy.spoilNextList(endless);
        }

        consumeFrom(SUBMITTED + FAST);
        awaitEmitted();
        awaitEmptyRepository();

        assertThat(proxy.spoiled()).isGreaterThanOrEqualTo(3);
    }
}
