package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks that finish while they are waited for, or have finished before anybody reads.
 *
 * @param name what it is run by
 * @param title what it is called in the table
 * @param type the type of the own tasks: search or research
 * @param own how many own tasks there are
 * @param foreign how many tasks of others finish meanwhile
 * @param foreignTypes the types of those, in turn
 * @param window over which time tasks finish, evenly; it begins {@link #SOONEST} after they are sent
 * @param afterwards whether reading begins only when all have finished, as after a standstill
 * @param conditions how the service bears it
 * @param betweenPasses how long the vendor tells to wait between two reads of these tasks
 * @param limit how long reading may take
 */
record Scenario(
        String name,
        String title,
        String type,
        int own,
        int foreign,
        List<String> foreignTypes,
        Duration window,
        boolean afterwards,
        Conditions conditions,
        Duration betweenPasses,
        Duration limit) {

    /**
     * What is unusual about the service.
     *
     * @param queueLimit how many tasks can be pending or processing
     * @param listedLate at most so long after its end a task is listed as finished
     */
    record Conditions(int queueLimit, Duration listedLate) {

        static final Conditions EASY = new Conditions(1_000_000, Duration.ZERO);

        /** A queue of some places, as organisations have it. */
        static Conditions queueOf(int places) {
            return new Conditions(places, Duration.ZERO);
        }
    }

    /** No task finishes earlier. */
    static final Duration SOONEST = Duration.ofSeconds(1);

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final Duration OF_SEARCHES = Duration.ofSeconds(2);
    private static final Duration OF_RESEARCH = Duration.ofSeconds(5);

    static final List<Scenario> ALL = List.of(
            searches("searches", "1,000 searches finishing over 20 s", 0, List.of()),
            new Scenario(
                    "late",
                    "the same, each result listed up to 1.5 s late",
                    "search",
                    1_000,
                    0,
                    List.of(),
                    Duration.ofSeconds(20),
                    false,
                    new Conditions(Conditions.EASY.queueLimit(), Duration.ofMillis(1_500)),
                    OF_SEARCHES,
                    TWO_MINUTES),
            new Scenario(
                    "queue",
                    "400 searches of 1 to 20 s through a queue of 100",
                    "search",
                    400,
                    0,
                    List.of(),
                    Duration.ofSeconds(19),
                    false,
                    Conditions.queueOf(100),
                    OF_SEARCHES,
                    TWO_MINUTES),
            searches("foreign", "the same, 5,000 searches of others finishing meanwhile", 5_000, List.of("search")),
            searches(
                    "foreign-mix",
                    "the same, 5,000 tasks of others of all types finishing meanwhile",
                    5_000,
                    List.of("search", "fetch", "research")),
            searches(
                    "foreign-types",
                    "the same, 5,000 fetches and researches of others finishing meanwhile",
                    5_000,
                    List.of("fetch", "research")),
            new Scenario(
                    "backlog",
                    "10,000 searches finished before, 5,000 of others among them",
                    "search",
                    10_000,
                    5_000,
                    List.of("search"),
                    Duration.ofSeconds(20),
                    true,
                    Conditions.EASY,
                    OF_SEARCHES,
                    Duration.ofMinutes(4)),
            new Scenario(
                    "research",
                    "20 researches finishing over 3 minutes",
                    "research",
                    20,
                    0,
                    List.of(),
                    Duration.ofMinutes(3),
                    false,
                    Conditions.EASY,
                    OF_RESEARCH,
                    Duration.ofMinutes(4)));

    private static Scenario searches(String name, String title, int foreign, List<String> foreignTypes) {
        return new Scenario(
                name,
                title,
                "search",
                1_000,
                foreign,
                foreignTypes,
                Duration.ofSeconds(20),
                false,
                Conditions.EASY,
                OF_SEARCHES,
                TWO_MINUTES);
    }

    /** What is sent. */
    List<LinkupRequest> requests() {
        return type.equals("research")
                ? IntStream.range(0, own).mapToObj(Scenario::research).toList()
                : searches(own);
    }

    /** How many tasks a loop creates in a call: no call can be larger than the queue. */
    int tasksOfACall() {
        return Math.min(TaskQuery.MAX_PAGE_SIZE, conditions.queueLimit());
    }

    /** So many different searches. */
    static List<LinkupRequest> searches(int count) {
        return IntStream.range(0, count).mapToObj(Scenario::search).toList();
    }

    /** So many fetches of different pages. */
    static List<LinkupRequest> fetches(int count) {
        return IntStream.range(0, count).mapToObj(Scenario::fetch).toList();
    }

    private static LinkupRequest fetch(int number) {
        return FetchRequest.builder()
                .url("https://example.com/reports/" + number)
                .build();
    }

    private static LinkupRequest search(int number) {
        return SearchRequest.builder()
                .q(question(number))
                .outputType(OutputType.SOURCED_ANSWER)
                .build();
    }

    private static LinkupRequest research(int number) {
        return ResearchRequest.builder()
                .q(question(number))
                .outputType(OutputType.SOURCED_ANSWER)
                .build();
    }

    private static String question(int number) {
        return "What were the quarterly results of company " + number + "?";
    }
}
