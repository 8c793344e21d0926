package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void aThousandCallsCanWaitAtOnce() {
        try (LinkupStandIn standIn = LinkupStandIn.start()) {
            standIn.latency(Operation.SEARCH, Duration.ofMillis(200));
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest search = HttpRequest.newBuilder(URI.create(standIn.baseUrl() + "/search"))
                    .header("Authorization", "Bearer " + standIn.apiKey())
                    .POST(BodyPublishers.ofString(Wire.search("x")))
                    .build();

            List<CompletableFuture<HttpResponse<Void>>> calls = IntStream.range(0, 1000)
                    .mapToObj(call -> http.sendAsync(search, BodyHandlers.discarding()))
                    .toList();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().statusCode()).isEqualTo(200));
            assertThat(standIn.count(Operation.SEARCH)).isEqualTo(1000);
        }
    }

    @Test
    void batchesThatArriveTogetherNeverPassTheQueueLimit() {
        try (LinkupStandIn standIn =
                LinkupStandIn.builder().clock(new ManualClock()).queueLimit(25).start()) {
            HttpClient http = HttpClient.newHttpClient();
            String tasks = Collections.nCopies(3, Wire.searchTask("x")).toString();
            HttpRequest create = HttpRequest.newBuilder(URI.create(standIn.baseUrl() + "/tasks"))
                    .header("Authorization", "Bearer " + standIn.apiKey())
                    .POST(BodyPublishers.ofString(tasks))
                    .build();

            List<CompletableFuture<HttpResponse<Void>>> calls = IntStream.range(0, 50)
                    .mapToObj(call -> http.sendAsync(create, BodyHandlers.discarding()))
                    .toList();

            assertThat(calls.stream().map(call -> call.join().statusCode()).filter(status -> status == 200))
                    .hasSize(8);
            assertThat(standIn.tasks())
                    .hasSize(24)
                    .extracting(StandInTask::number)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void manyTasksAreListedPageByPageWithoutLossOrRepetition() throws Exception {
        ManualClock clock = new ManualClock();
        try (LinkupStandIn standIn = LinkupStandIn.builder()
                .clock(clock)
                .queueLimit(Integer.MAX_VALUE)
                .taskTime("search", TaskTime.between(Duration.ofSeconds(1), Duration.ofSeconds(60), 7))
                .start()) {
            Wire wire = Wire.to(standIn);
            List<String> created = wire.createSearchTasks(10_000);
            Set<String> finished = new HashSet<>();
            int page = 1;
            for (int read = 0; read < 200; read++) {
                clock.advance(Duration.ofSeconds(1));
                // Ascending by update, finished tasks only ever join at the end, so pages by position lose none.
                JsonNode tasks = wire.get(
                                "/tasks?status=completed&sortBy=updatedAt&sortDirection=asc&pageSize=100&page=" + page)
                        .json()
                        .get("data");
                tasks.forEach(task -> finished.add(task.get("id").asText()));
                page += tasks.size() / 100;
            }

            assertThat(finished).containsExactlyInAnyOrderElementsOf(created);
            assertThat(standIn.refusedReads()).isZero();
        }
    }

    @Test
    void randomTimesLieBetweenTheirBoundsAndAreTheSameForTheSameSeed() {
        TaskTime time = TaskTime.between(Duration.ofSeconds(1), Duration.ofSeconds(3), 5);
        TaskTime again = TaskTime.between(Duration.ofSeconds(1), Duration.ofSeconds(3), 5);

        assertThat(IntStream.range(0, 100).mapToObj(LoadTest::task)).allSatisfy(task -> assertThat(time.of(task))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .isEqualTo(again.of(task)));
        assertThat(IntStream.range(0, 100)
                        .mapToObj(number -> time.of(task(number)))
                        .distinct())
                .hasSizeGreaterThan(90);
    }

    private static StandInTask task(long number) {
        return new StandInTask(number, "id", "search", StandInTask.Status.PENDING, null, null, null, null, false);
    }
}
