package io.github.camellinkup.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(90)
class WatchATopicTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestClock clock = new TestClock();
    private final LinkupStandIn standIn = LinkupStandIn.start();
    private final Map<String, List<String>> web = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void bringTopics() throws IOException {
        Files.writeString(folder.resolve("topics.txt"), "Bees\n\n  Größe \"XL\" ${body}\n");
        web.put("Bees", List.of("bee-1", "both"));
        web.put("Größe \"XL\" ${body}", List.of("both", "size-1"));
        standIn.answerSearch(this::search);
    }

    @AfterEach
    void stopStandIn() {
        standIn.close();
    }

    @Test
    void theCommandWritesAFeed() throws IOException {
        try (Flow flow = Flow.embedded(
                "watch-a-topic",
                Map.of(
                        "topics.folder",
                        "src/main/resources/flows/watch-a-topic",
                        "feed.folder",
                        feedFile().getParent().toString()))) {
            flow.await(() -> Files.exists(feedFile()));

            assertThat(flow.bean("standIn", LinkupStandIn.class).count(Operation.SEARCH))
                    .isEqualTo(3);
        }
        JsonNode feed = JSON.readTree(feedFile().toFile());
        assertThat(feed.path("version").asText()).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(feed.path("title").asText()).isNotBlank();
        assertThat(feed.path("items")).hasSize(15).allSatisfy(item -> {
            assertThat(item.path("id").asText())
                    .isNotBlank()
                    .isEqualTo(item.path("url").asText());
            assertThat(item.path("title").asText()).isNotBlank();
            assertThat(item.path("content_text").asText()).isNotBlank();
            assertThat(Instant.parse(item.path("date_published").asText())).isNotNull();
            assertThat(item.path("tags")).hasSize(1);
        });
    }

    @Test
    void eachTopicIsSearchedOnceADayFromTheDayOfItsLastSearch() throws IOException {
        try (Flow flow = start()) {
            flow.await(() -> items().containsAll(List.of("bee-1", "both", "size-1")));
            awaitRuns(flow, 2);

            assertThat(items()).containsExactly("bee-1", "both", "size-1");
            assertThat(searched("Bees")).containsExactly("2026-05-11");
            assertThat(searched("Größe \"XL\" ${body}")).containsExactly("2026-05-11");
            JsonNode strange = JSON.readTree(feedFile().toFile()).path("items").get(2);
            assertThat(strange.path("tags").get(0).asText()).isEqualTo("Größe \"XL\" ${body}");
            assertThat(strange.path("content_text").asText()).isEqualTo("<b>size-1</b> & \"quotes\"\nßü");

            clock.advance(Duration.ofDays(3));
            web.put("Bees", List.of("bee-1", "bee-2"));
            flow.await(() -> items().contains("bee-2"));

            assertThat(items()).containsExactly("bee-2", "bee-1", "both", "size-1");
        }
        Files.delete(feedFile());
        try (Flow flow = start()) {
            flow.await(() -> Files.exists(feedFile()));
            awaitRuns(flow, 2);

            assertThat(items()).containsExactly("bee-2", "bee-1", "both", "size-1");
        }
        assertThat(searched("Bees")).containsExactly("2026-05-11", "2026-05-18");
        assertThat(standIn.received(Operation.SEARCH)).hasSize(4).allSatisfy(call -> {
            assertThat(call.json().path("depth").asText()).isEqualTo("fast");
            assertThat(call.json().path("outputType").asText()).isEqualTo("searchResults");
        });
    }

    @Test
    void aSearchThatFailsMovesNoDateAndHoldsUpNoOther() throws IOException {
        try (Flow flow = start()) {
            flow.await(() -> items().size() == 3);
            List<Fault> faults = List.of(
                    Fault.error(402, "PAYMENT_REQUIRED"),
                    Fault.error(500, "INTERNAL_SERVER_ERROR"),
                    Fault.tooManyRequests(Duration.ofMillis(1)),
                    Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));
            for (Fault fault : faults) {
                standIn.clearFaults();
                standIn.failWhen(call -> call.body().contains("Bees"), fault);
                String news = "size-of-" + faults.indexOf(fault);
                web.put("Größe \"XL\" ${body}", List.of(news));
                int before = searched("Bees").size();
                clock.advance(Duration.ofDays(1));
                flow.await(() -> items().contains(news) && searched("Bees").size() > before + 1);
            }
            web.put("Bees", List.of("bee-1", "bee-2"));
            standIn.clearFaults();
            flow.await(() -> items().contains("bee-2"));
            int before = searched("Bees").size();
            awaitRuns(flow, 2);

            assertThat(searched("Bees")).hasSize(before).last().isEqualTo("2026-05-18");
            assertThat(searched("Größe \"XL\" ${body}"))
                    .containsExactly("2026-05-11", "2026-05-18", "2026-05-19", "2026-05-20", "2026-05-21");
            assertThat(items()).doesNotHaveDuplicates().hasSize(3 + faults.size() + 1);
        }
    }

    @Test
    void aSearchThatFindsNothingMovesTheDate() throws IOException {
        standIn.failWhen(call -> call.body().contains("Bees"), Fault.error(400, "SEARCH_QUERY_NO_RESULT"));
        try (Flow flow = start()) {
            flow.await(() -> items().size() == 2);
            awaitRuns(flow, 2);

            assertThat(searched("Bees")).hasSize(1);
        }
    }

    @Test
    void aProcessThatIsKilledDuringASearchRepeatsOnlyThat() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        standIn.answerSearch(input -> {
            if (!input.path("q").asText().equals("Bees")) {
                asked.countDown();
                awaitQuietly(killed);
            }
            return search(input);
        });
        try (FlowProcess process = startProcess()) {
            process.await(() -> asked.getCount() == 0);
            process.kill();
            killed.countDown();
        }
        assertThat(feedFile()).doesNotExist();
        // What a process leaves that is killed while it writes a longer feed.
        Files.createDirectories(feedFile().getParent());
        Files.writeString(feedFile().resolveSibling(".feed.json.writing"), "x".repeat(100_000));

        try (FlowProcess process = startProcess()) {
            process.await(() -> Files.exists(feedFile()));
        }

        assertThat(items()).containsExactly("bee-1", "both", "size-1");
        assertThat(feedFile().getParent()).isDirectoryNotContaining("glob:**.writing");
        assertThat(searched("Bees")).hasSize(1);
        assertThat(searched("Größe \"XL\" ${body}")).containsExactly("2026-05-11", "2026-05-11");
    }

    @Test
    void aDateThatCouldNotMoveCostsASearchAndDoublesNothing() throws IOException {
        try (Flow flow = start()) {
            flow.await(() -> items().size() == 3);
            JdbcClient database = JdbcClient.create(flow.bean("memory", javax.sql.DataSource.class));
            database.sql("alter table topic add constraint stuck check (searched_until < date '2026-05-19')")
                    .update();
            clock.advance(Duration.ofDays(1));
            web.put("Bees", List.of("bee-1", "bee-2"));
            flow.await(() -> items().contains("bee-2") && searched("Bees").size() > 2);
            database.sql("alter table topic drop constraint stuck").update();
            awaitRuns(flow, 3);
            int before = searched("Bees").size();
            awaitRuns(flow, 2);

            assertThat(searched("Bees")).hasSize(before).last().isEqualTo("2026-05-18");
            assertThat(items()).containsExactly("bee-2", "bee-1", "both", "size-1");
        }
    }

    @Test
    void aFeedThatCouldNotBeWrittenIsCompletedWithoutASearchAndHasTheNewestHundred() throws IOException {
        web.put(
                "Bees",
                IntStream.range(0, 120).mapToObj(number -> "bee-" + number).toList());
        // A file that is in the way of the folder.
        Path obstacle = Files.createFile(feedFile().getParent());
        try (Flow flow = start()) {
            awaitRuns(flow, 2);
            Files.delete(obstacle);
            flow.await(() -> items().size() == 100);
            clock.advance(Duration.ofDays(1));
            web.put("Bees", List.of("zebra"));
            flow.await(() -> items().contains("zebra"));

            assertThat(items()).hasSize(100).doesNotHaveDuplicates().startsWith("zebra");
            assertThat(searched("Bees")).hasSize(2);
        }
    }

    private JsonNode search(JsonNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (String name : web.get(input.path("q").asText())) {
            results.addObject()
                    .put("type", "text")
                    .put("name", "About " + name)
                    .put("url", "https://example.com/" + name)
                    .put("content", "<b>" + name + "</b> & \"quotes\"\nßü");
        }
        return answer;
    }

    private Flow start() {
        return Flow.installedWith(
                clock,
                "watch-a-topic",
                standIn,
                settings("#bean:" + clock.getClass().getName()));
    }

    private FlowProcess startProcess() throws IOException {
        return FlowProcess.start("watch-a-topic", standIn, folder, settings("#class:" + TestClock.class.getName()));
    }

    private Map<String, String> settings(String clock) {
        return Map.of(
                "camel.beans.clock",
                clock,
                "topics.folder",
                folder.toString(),
                "feed.folder",
                feedFile().getParent().toString(),
                "period",
                "100",
                "memory.url",
                "jdbc:h2:" + folder.resolve("watch"),
                "camel.component.linkup.max-retries",
                "0");
    }

    /** Until so many runs have begun and ended from now on, whatever became of them. Each run asks the clock once. */
    private void awaitRuns(Flow flow, int runs) {
        int begun = clock.asked.get();
        flow.await(() -> clock.asked.get() > begun + runs);
    }

    /** What the feed has, or nothing if there is none. A part of a feed fails. */
    private List<String> items() throws IOException {
        if (!Files.exists(feedFile())) {
            return List.of();
        }
        JsonNode items = JSON.readTree(feedFile().toFile()).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("id").asText().replace("https://example.com/", ""))
                .toList();
    }

    /** The days from which a topic was searched, one for each call. */
    private List<String> searched(String topic) {
        return standIn.received(Operation.SEARCH).stream()
                .map(call -> call.json())
                .filter(input -> input.path("q").asText().equals(topic))
                .map(input -> input.path("fromDate").asText())
                .toList();
    }

    private Path feedFile() {
        return folder.resolve("feed/feed.json");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stands still until the test moves it. */
    public static final class TestClock {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-18T12:00:00Z"));
        private final AtomicInteger asked = new AtomicInteger();

        public Instant instant() {
            asked.incrementAndGet();
            return now.get();
        }

        void advance(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }
    }
}
