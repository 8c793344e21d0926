package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever was sent, and whatever of it became tasks: each request that landed gets a task, and no task serves twice. */
class TaskMatcherPropertyTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"maximum\":1}}}";
    private static final String SAME_SCHEMA =
            "{ \"properties\": {\"a\": {\"maximum\": 1.0, \"type\": \"number\"}}, \"type\": \"object\" }";

    private static final String OTHER_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"maximum\":2}}}";

    /** Few values, so that many requests are equal or differ in one field. */
    @Provide
    Arbitrary<SearchRequest> requests() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(Depth.FAST, Depth.DEEP),
                        Arbitraries.of(Boolean.TRUE, Boolean.FALSE).injectNull(0.5),
                        Arbitraries.of("2026-05-18", "2026-05-18T00:00:00Z", "2026-05-19")
                                .injectNull(0.5),
                        Arbitraries.of(3, 4).injectNull(0.5),
                        Arbitraries.of(List.of("a.org", "b.org"), List.of("b.org", "a.org"))
                                .injectNull(0.5),
                        Arbitraries.of(SCHEMA, SAME_SCHEMA, OTHER_SCHEMA).injectNull(0.5))
                .as((q, depth, images, from, most, domains, schema) -> SearchRequest.builder()
                        .q(q)
                        .depth(depth)
                        .set("includeImages", images)
                        .set("fromDate", from)
                        .set("maxResults", most)
                        .set("includeDomains", domains)
                        .structuredOutputSchema(schema == null ? null : new StructuredOutputSchema(schema))
                        .build());
    }

    @Property(tries = 500)
    void eachRequestIsMatchedIffItLandedAndNoTaskIsMatchedTwice(
            @ForAll @Size(max = 25) List<@From("requests") SearchRequest> sent, @ForAll Random random) {
        List<SearchRequest> landed = new ArrayList<>(sent);
        landed.removeIf(request -> random.nextBoolean());
        Map<String, SearchRequest> origins = new HashMap<>();
        List<Task> tasks = tasks(landed, random, origins);

        Task[] found = match(sent, tasks);

        List<Task> matched = Arrays.stream(found).filter(Objects::nonNull).toList();
        assertThat(matched).as("every task that landed has its request").hasSameSizeAs(landed);
        assertThat(new HashSet<>(matched)).as("none twice").hasSameSizeAs(matched);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != null) {
                assertThat(origins.get(found[i].id())).matches(asks(sent.get(i)));
            }
        }
    }

    @Property(tries = 300)
    void whenAllLandedAllAreFoundAmongTasksOfOthers(
            @ForAll @Size(max = 25) List<@From("requests") SearchRequest> sent, @ForAll Random random) {
        List<Task> tasks = new ArrayList<>(tasks(sent, random));
        for (int i = 0; i < 20; i++) {
            tasks.add(SimulatedLinkup.task(
                    "foreign-" + i, SearchRequest.builder().q("foreign " + i).build(), TIME));
        }

        assertThat(match(sent, tasks)).doesNotContainNull().allMatch(task -> task.id()
                .startsWith("task-"));
    }

    @Property(tries = 300)
    void whereTooFewLandedTheEarlierOfEqualRequestsComesFirst(@ForAll Random random) {
        SearchRequest request = SearchRequest.builder().q("same").build();
        int count = 1 + random.nextInt(20);
        int landed = random.nextInt(count + 1);

        Task[] found = match(Collections.nCopies(count, request), tasks(Collections.nCopies(landed, request), random));

        for (int i = 0; i < count; i++) {
            assertThat(found[i] != null).isEqualTo(i < landed);
        }
    }

    private static Task[] match(List<SearchRequest> sent, List<Task> tasks) {
        return TaskMatcher.match(sent.stream().map(SentInput::of).toList(), tasks, (index, task) -> true);
    }

    /** Whether a request asks for all that another asks for, told by the values that are made above and nothing else. */
    private static Predicate<SearchRequest> asks(SearchRequest wanted) {
        return given -> given.q().equals(wanted.q())
                && given.depth() == wanted.depth()
                && given.outputType() == wanted.outputType()
                && (wanted.includeImages() == null || wanted.includeImages().equals(isTrue(given.includeImages())))
                && (wanted.fromDate() == null || day(wanted).equals(day(given)))
                && (wanted.maxResults() == null || wanted.maxResults().equals(given.maxResults()))
                && (wanted.includeDomains() == null || wanted.includeDomains().equals(given.includeDomains()))
                && (wanted.structuredOutputSchema() == null
                        || given.structuredOutputSchema() != null && isOther(wanted) == isOther(given));
    }

    private static boolean isTrue(Boolean value) {
        return value != null && value;
    }

    private static String day(SearchRequest request) {
        return request.fromDate() == null ? "" : request.fromDate().substring(0, 10);
    }

    private static boolean isOther(SearchRequest request) {
        return request.structuredOutputSchema().json().equals(OTHER_SCHEMA);
    }

    private static List<Task> tasks(List<SearchRequest> landed, Random random) {
        return tasks(landed, random, new HashMap<>());
    }

    /** @param origins gets the request of each task by its id */
    private static List<Task> tasks(List<SearchRequest> landed, Random random, Map<String, SearchRequest> origins) {
        List<Task> tasks = new ArrayList<>();
        for (SearchRequest request : landed) {
            Task task = SimulatedLinkup.task("task-" + tasks.size(), request, TIME);
            origins.put(task.id(), request);
            tasks.add(task);
        }
        Collections.shuffle(tasks, random);
        return tasks;
    }
}
