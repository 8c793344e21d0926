package io.github.camellinkup.test;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a stand-in is to behave. Nothing has to be set. Get one from {@link LinkupStandIn#builder()}. Not thread-safe;
 * can start several stand-ins, one after the other.
 */
public final class LinkupStandInBuilder {

    int port;
    Tls tls;
    Set<String> apiKeys = Set.of(LinkupStandIn.DEFAULT_API_KEY);
    String keyHeader;
    boolean payByCall;
    PaymentCheck paymentCheck = (asked, paid, now) -> Optional.empty();
    Clock clock = Clock.systemUTC();
    final Map<String, TaskTime> taskTimes = new HashMap<>(Map.of(
            "search", TaskTime.fixed(Duration.ofMillis(200)),
            "fetch", TaskTime.fixed(Duration.ofMillis(200)),
            "research", TaskTime.fixed(Duration.ofSeconds(1)),
            "extract", TaskTime.fixed(Duration.ofSeconds(1))));
    TaskTime listedLate = TaskTime.fixed(Duration.ZERO);
    double pendingShare = 0.1;
    long resultLifetimeMillis = Duration.ofHours(24).toMillis();
    int queueLimit = 1000;
    List<String> enabledTaskTypes = TaskRules.TYPES;
    boolean newValues;
    long pollIntervalMillis = 950;
    int directCallsPerSecond;
    int maxPageSize = 100;
    BigDecimal credits = new BigDecimal("1000");
    final Map<String, BigDecimal> prices = new HashMap<>();
    Duration latency = Duration.ZERO;
    int recordedCalls = 10_000;

    LinkupStandInBuilder() {}

    /**
     * Sets the port for HTTP. Default: any free one.
     *
     * @param number a port, or 0 for any free one
     * @return this
     */
    public LinkupStandInBuilder port(int number) {
        port = number;
        return this;
    }

    /**
     * Serves HTTPS too, with HTTP/2 for clients that offer it, on any free port, with a self-signed certificate for
     * {@code localhost}. Default: off.
     *
     * @return this
     */
    public LinkupStandInBuilder https() {
        tls = Tls.builtIn();
        return this;
    }

    /**
     * Serves HTTPS too, with a key of your own.
     *
     * @param keystore a PKCS12 or JKS file with one key
     * @param password of both the keystore and the key
     * @return this
     * @throws IllegalArgumentException if it cannot be opened
     */
    public LinkupStandInBuilder https(Path keystore, String password) {
        tls = Tls.of(keystore, password);
        return this;
    }

    /**
     * Sets the keys that are accepted; all are of one organisation and see the same tasks. Default:
     * {@link LinkupStandIn#DEFAULT_API_KEY}.
     *
     * @param keys one or more
     * @return this
     */
    public LinkupStandInBuilder apiKeys(String... keys) {
        if (keys.length == 0) {
            throw new IllegalArgumentException("At least one API key is needed");
        }
        apiKeys = new LinkedHashSet<>(Arrays.asList(keys));
        return this;
    }

    /**
     * Expects the bare key in a header of this name, as behind an API gateway. Default: a bearer token in
     * {@code Authorization}.
     *
     * @param header for example {@code Ocp-Apim-Subscription-Key}
     * @return this
     */
    public LinkupStandInBuilder keyHeader(String header) {
        keyHeader = header;
        return this;
    }

    /**
     * Lets searches and fetches without a key be paid for (x402): they are served when they come back with a payment.
     * Default: off. In any case a search or fetch without a key is answered 402 with what is asked, and another call
     * without a key 401.
     *
     * @return this
     */
    public LinkupStandInBuilder payByCall() {
        payByCall = true;
        return this;
    }

    /**
     * The same, with a look at each payment. Without one, any JSON object pays.
     *
     * @param check for example a {@link SignedTransferCheck}
     * @return this
     */
    public LinkupStandInBuilder payByCall(PaymentCheck check) {
        paymentCheck = Objects.requireNonNull(check, "check");
        return payByCall();
    }

    /**
     * Sets the clock that task life, limits and expiry go by. Default: the system's.
     *
     * @param source for example a {@link ManualClock}
     * @return this
     */
    public LinkupStandInBuilder clock(Clock source) {
        clock = source;
        return this;
    }

    /**
     * Sets how long tasks of one type take. Default: 200 ms for search and fetch, 1 s for research and extract.
     *
     * @param type {@code search}, {@code fetch}, {@code research} or {@code extract}
     * @param time from creation to the end
     * @return this
     */
    public LinkupStandInBuilder taskTime(String type, Duration time) {
        return taskTime(type, TaskTime.fixed(time));
    }

    /**
     * Sets how long tasks of one type take.
     *
     * @param type {@code search}, {@code fetch}, {@code research} or {@code extract}
     * @param time from creation to the end
     * @return this
     */
    public LinkupStandInBuilder taskTime(String type, TaskTime time) {
        requireType(type);
        taskTimes.put(type, time);
        return this;
    }

    /**
     * Lists finished tasks late, each after the same time. See {@link #listedLate(TaskTime)}. Default: at once.
     *
     * @param time from a task's end to the time at which lists show it
     * @return this
     */
    public LinkupStandInBuilder listedLate(Duration time) {
        return listedLate(TaskTime.fixed(requireNotNegative(time)));
    }

    /**
     * Lists finished tasks late: until then lists show a task as it was before its end. Afterwards it is where its
     * {@code updatedAt}, the time of its end, puts it. A read of the single task shows the end at once, and the place in
     * the queue is free at once. Tasks of others are listed when they are added.
     *
     * @param time from a task's end to the time at which lists show it. With a random time choose another seed than for
     *     {@link #taskTime(String, TaskTime)}: with the same one a task that takes long is listed late
     * @return this
     */
    public LinkupStandInBuilder listedLate(TaskTime time) {
        listedLate = time;
        return this;
    }

    /**
     * Sets how much of its time a task is pending, before it is processing. Default: 0.1.
     *
     * @param share between 0 and 1
     * @return this
     */
    public LinkupStandInBuilder pendingShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share must be between 0 and 1, not " + share);
        }
        pendingShare = share;
        return this;
    }

    /**
     * Sets how long a finished task can be read; afterwards its id answers 404 and it leaves the list. Default: 24
     * hours. (Linkup does not publish its own.)
     *
     * @param time counted from the task's end
     * @return this
     */
    public LinkupStandInBuilder resultLifetime(Duration time) {
        resultLifetimeMillis = requireNotNegative(time).toMillis();
        return this;
    }

    /**
     * Sets how many tasks can be pending or processing. A call that would pass it is refused whole. Default: 1000.
     *
     * @param tasks zero or more
     * @return this
     */
    public LinkupStandInBuilder queueLimit(int tasks) {
        queueLimit = tasks;
        return this;
    }

    /**
     * Sets the task types that {@code POST /tasks} takes; another is refused with 403. Default: all but {@code extract},
     * which is in closed beta.
     *
     * @param types of {@code search}, {@code fetch}, {@code research} and {@code extract}
     * @return this
     */
    public LinkupStandInBuilder enabledTaskTypes(String... types) {
        for (String type : types) {
            requireType(type);
        }
        enabledTaskTypes = List.of(types);
        return this;
    }

    /**
     * Accepts any text as {@code depth}, {@code outputType}, {@code mode} and {@code reasoningDepth}, as a service does
     * that has got a new value. Default: off, what is not known is refused with 400. (Fields that are not known are always
     * accepted.)
     *
     * @return this
     */
    public LinkupStandInBuilder newValues() {
        newValues = true;
        return this;
    }

    /**
     * Sets the shortest time between two reads of tasks or research with one key; an earlier one is answered 429.
     * Default: 950 ms. The API allows one read a second; the rest is for reads that leave a client a second apart and
     * travel unequally long.
     *
     * @param time more than zero
     * @return this
     */
    public LinkupStandInBuilder pollInterval(Duration time) {
        pollIntervalMillis = requireNotNegative(time).toMillis();
        return this;
    }

    /**
     * Allows any number of reads.
     *
     * @return this
     */
    public LinkupStandInBuilder noPollLimit() {
        pollIntervalMillis = 0;
        return this;
    }

    /**
     * Sets how many searches and fetches together one key may make in any second; more are answered 429. Default: any
     * number. (Linkup allows 10, or more by contract.)
     *
     * @param calls 0 for any number
     * @return this
     */
    public LinkupStandInBuilder directCallsPerSecond(int calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("The number of calls must not be negative: " + calls);
        }
        directCallsPerSecond = calls;
        return this;
    }

    /**
     * Sets the largest page that is answered, whatever is asked for. (More than 100 can never be asked for.) Default:
     * 100.
     *
     * @param tasks between 1 and 100
     * @return this
     */
    public LinkupStandInBuilder maxPageSize(int tasks) {
        if (tasks < 1 || tasks > 100) {
            throw new IllegalArgumentException("The page size must be between 1 and 100, not " + tasks);
        }
        maxPageSize = tasks;
        return this;
    }

    /**
     * Sets the credits to start with. Default: 1000.
     *
     * @param balance zero or more
     * @return this
     */
    public LinkupStandInBuilder credits(BigDecimal balance) {
        credits = balance;
        return this;
    }

    /**
     * Charges each call and each task of a type; one that the credits do not cover is refused. A task is charged when
     * it is created, and one that is going to fail costs nothing. Default: nothing is charged.
     *
     * @param type {@code search}, {@code fetch}, {@code research} or {@code extract}
     * @param price in credits
     * @return this
     */
    public LinkupStandInBuilder price(String type, BigDecimal price) {
        requireType(type);
        prices.put(type, price);
        return this;
    }

    /**
     * Sets how long every answer waits. A waiting answer holds no thread. Default: none. See also
     * {@link LinkupStandIn#latency(Operation, Duration)}.
     *
     * @param time in real time, whatever the clock
     * @return this
     */
    public LinkupStandInBuilder latency(Duration time) {
        latency = requireNotNegative(time);
        return this;
    }

    /**
     * Sets how many of the last calls are kept to be looked at. All are counted in any case. Default: 10,000.
     *
     * @param most zero to keep none
     * @return this
     */
    public LinkupStandInBuilder recordCalls(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("The number of calls to keep must not be negative: " + most);
        }
        recordedCalls = most;
        return this;
    }

    /**
     * Starts a stand-in.
     *
     * @return it, listening
     */
    public LinkupStandIn start() {
        return new LinkupStandIn(this);
    }

    private static Duration requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time must not be negative: " + time);
        }
        return time;
    }

    private static void requireType(String type) {
        if (!TaskRules.ALL_TYPES.contains(type)) {
            throw new IllegalArgumentException("The type must be one of " + TaskRules.ALL_TYPES + ", not " + type);
        }
    }
}
