package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A stand-in for the Linkup API: an HTTP server on the loopback address that answers as the service does, and does as
 * it is told by a test. All methods can be called by any thread at any time until {@link #close()}.
 *
 * <p>A call is in {@link #received()} and in the counts before its answer leaves.
 */
public final class LinkupStandIn implements AutoCloseable {

    /** The key that is accepted if no other is set. It is no secret. */
    public static final String DEFAULT_API_KEY = "linkup-stand-in-key";

    private final String apiKey;
    private final Tls tls;
    private final Credits credits;
    private final TaskDesk desk;
    private final Answers answers = new Answers();
    private final FaultPlan faults = new FaultPlan();
    private final Payments payments;
    private final PollGate pollGate;
    private final DirectCallGate directCallGate;
    private final CallJournal journal;
    private final Dispatcher dispatcher;
    private final HttpFrontend frontend;

    LinkupStandIn(LinkupStandInBuilder settings) {
        apiKey = settings.apiKeys.iterator().next();
        tls = settings.tls;
        credits = new Credits(settings.credits, settings.prices);
        desk = new TaskDesk(
                settings.clock,
                settings.queueLimit,
                settings.resultLifetimeMillis,
                settings.pendingShare,
                settings.taskTimes,
                settings.listedLate,
                credits);
        payments = new Payments(settings.paymentCheck, settings.clock);
        pollGate = new PollGate(settings.pollIntervalMillis);
        directCallGate = new DirectCallGate(settings.directCallsPerSecond);
        journal = new CallJournal(settings.recordedCalls);
        dispatcher = new Dispatcher(
                settings.clock,
                new Gatekeeper(settings.apiKeys, settings.keyHeader, payments, settings.payByCall),
                pollGate,
                directCallGate,
                new Endpoints(
                        desk,
                        answers,
                        credits,
                        new TaskRules(settings.enabledTaskTypes, settings.newValues),
                        settings.maxPageSize),
                faults,
                journal,
                settings.latency);
        frontend = new HttpFrontend(settings.port, tls, settings.clock, dispatcher::handle);
    }

    /**
     * Starts one with all defaults.
     *
     * @return it, listening
     */
    public static LinkupStandIn start() {
        return builder().start();
    }

    /**
     * For everything that can be set.
     *
     * @return a new builder
     */
    public static LinkupStandInBuilder builder() {
        return new LinkupStandInBuilder();
    }

    /**
     * The address to give to a client.
     *
     * @return for example {@code http://127.0.0.1:41234/v1}
     */
    public String baseUrl() {
        return frontend.baseUrl();
    }

    /**
     * The address to give to a client that is to use HTTPS.
     *
     * @return for example {@code https://localhost:41235/v1}
     * @throws IllegalStateException if HTTPS is off
     */
    public String httpsBaseUrl() {
        return frontend.httpsBaseUrl();
    }

    /**
     * The certificate that the HTTPS side shows.
     *
     * @return for a client's trust store
     * @throws IllegalStateException if HTTPS is off
     */
    public X509Certificate certificate() {
        frontend.httpsBaseUrl();
        return tls.certificate();
    }

    /**
     * What a client needs to trust the HTTPS side.
     *
     * @return a new context that trusts {@link #certificate()} and nothing else
     * @throws IllegalStateException if HTTPS is off
     */
    public SSLContext clientSslContext() {
        frontend.httpsBaseUrl();
        return tls.clientContext();
    }

    /**
     * A key that is accepted.
     *
     * @return the first of those set
     */
    public String apiKey() {
        return apiKey;
    }

    /**
     * Forgets tasks, calls, counts, payments, scripts, faults and latencies, and restores the credits. Addresses and
     * settings stay; a {@link ManualClock} is not moved.
     */
    public void reset() {
        faults.clear();
        answers.reset();
        desk.reset();
        credits.reset();
        payments.reset();
        pollGate.reset();
        directCallGate.reset();
        dispatcher.reset();
        journal.reset();
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() {
        frontend.close();
    }

    // Answers

    /**
     * Scripts the answer to searches, direct ones and tasks.
     *
     * @param script from the input as it was sent to the JSON answered; null leaves the answer to the stand-in. Asked
     *     on every read of a task, by any thread
     */
    public void answerSearch(Function<JsonNode, JsonNode> script) {
        answers.script("search", script);
    }

    /**
     * Scripts the answer to fetches, direct ones and tasks. Without a script, a fetch with a schema has data that fits it.
     *
     * @param script as for {@link #answerSearch(Function)}
     */
    public void answerFetch(Function<JsonNode, JsonNode> script) {
        answers.script("fetch", script);
    }

    /**
     * Scripts the output of research tasks.
     *
     * @param script as for {@link #answerSearch(Function)}
     */
    public void answerResearch(Function<JsonNode, JsonNode> script) {
        answers.script("research", script);
    }

    // Things that go wrong

    /**
     * Lets tasks fail that are created from now on.
     *
     * @param when asked once for each task, when it is created
     * @param message the error that the task shows when its time is over
     */
    public void failTasksWhen(Predicate<StandInTask> when, String message) {
        desk.failWhen(when, message);
    }

    /**
     * Lets the next call of a kind go wrong.
     *
     * @param operation which kind
     * @param fault how
     */
    public void failNext(Operation operation, Fault fault) {
        failNext(operation, 1, fault);
    }

    /**
     * Lets the next calls of a kind go wrong.
     *
     * @param operation which kind
     * @param times how many of them
     * @param fault how
     */
    public void failNext(Operation operation, int times, Fault fault) {
        faults.addForNext(call -> call.operation() == operation, times, fault);
    }

    /**
     * Lets each call of a kind go wrong with a probability.
     *
     * @param operation which kind
     * @param probability between 0 and 1
     * @param seed the n-th call of the kind fares the same in every run with the same seed
     * @param fault how
     */
    public void failRandomly(Operation operation, double probability, long seed, Fault fault) {
        SplittableRandom random = new SplittableRandom(seed);
        failWhen(call -> call.operation() == operation && next(random) < probability, fault);
    }

    private static double next(SplittableRandom random) {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    /**
     * Lets chosen calls go wrong, until {@link #clearFaults()}.
     *
     * @param when asked for every call (with status 0) that no earlier rule has caught, by any thread
     * @param fault how
     */
    public void failWhen(Predicate<ReceivedCall> when, Fault fault) {
        faults.add(when, fault);
    }

    /** Lets calls go well again. Tasks that are to fail still fail. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * Sets how long answers to one kind of call wait.
     *
     * @param operation which kind
     * @param time in real time, whatever the clock; a waiting answer holds no thread
     */
    public void latency(Operation operation, Duration time) {
        dispatcher.latency(operation, time);
    }

    /**
     * Adds a task that another client of the organisation has created.
     *
     * @param task what it is like
     * @return the task, with its id
     */
    public StandInTask addForeignTask(ForeignTask task) {
        return desk.add(task);
    }

    /**
     * Sets the credits.
     *
     * @param balance zero or more
     */
    public void setCredits(BigDecimal balance) {
        credits.set(balance);
    }

    /** Refuses every payment from now on: the second 402. */
    public void refusePayments() {
        payments.refuse();
    }

    // What happened

    /**
     * The last calls received, as many as are kept, in the order answered.
     *
     * @return a copy
     */
    public List<ReceivedCall> received() {
        return journal.calls();
    }

    /**
     * The last calls received of some kinds.
     *
     * @param operations which kinds
     * @return a copy
     */
    public List<ReceivedCall> received(Operation... operations) {
        List<Operation> wanted = Arrays.asList(operations);
        return received().stream()
                .filter(call -> wanted.contains(call.operation()))
                .toList();
    }

    /**
     * How many calls of a kind were received.
     *
     * @param operation which kind
     * @return all since the start or the last reset, however they were answered
     */
    public long count(Operation operation) {
        return journal.count(operation);
    }

    /**
     * How many calls were received.
     *
     * @return all since the start or the last reset, however they were answered
     */
    public long count() {
        return Arrays.stream(Operation.values()).mapToLong(journal::count).sum();
    }

    /**
     * How many reads were refused for coming too early.
     *
     * @return since the start or the last reset; 429s that were scripted as faults are not counted
     */
    public long refusedReads() {
        return pollGate.refused();
    }

    /**
     * How many searches and fetches were refused because there were too many in a second.
     *
     * @return since the start or the last reset; 429s that were scripted as faults are not counted
     */
    public long refusedDirectCalls() {
        return directCallGate.refused();
    }

    /**
     * Every task that was created, also those that have expired, foreign ones included, in the order of creation.
     *
     * @return as they are at this moment
     */
    public List<StandInTask> tasks() {
        return desk.everCreated();
    }

    /**
     * The payments received.
     *
     * @return the decoded payloads, refused ones included
     */
    public List<JsonNode> payments() {
        return payments.received();
    }

    /**
     * The credits left.
     *
     * @return what {@code GET /credits/balance} answers
     */
    public BigDecimal credits() {
        return credits.balance();
    }

    @Override
    public String toString() {
        return "LinkupStandIn[" + baseUrl() + "]";
    }
}
