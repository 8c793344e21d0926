package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A way for a call to go wrong. Say when with {@link LinkupStandIn#failNext}, {@link LinkupStandIn#failRandomly} or
 * {@link LinkupStandIn#failWhen}. Immutable.
 *
 * <p>Cuts, errors, garbage, huge and deep bodies come <em>instead of</em> processing: nothing is created, nothing is
 * charged, and neither key nor input is looked at. {@link #afterProcessing()} makes of each the nastier kind: the call
 * takes effect and only its answer is lost. Slow and truncated answers are always given after processing.
 */
public final class Fault {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final String name;
    private final boolean processes;
    private final UnaryOperator<Reply> effect;

    private Fault(String name, boolean processes, UnaryOperator<Reply> effect) {
        this.name = name;
        this.processes = processes;
        this.effect = effect;
    }

    private static Fault instead(String name, Reply reply) {
        return new Fault(name, false, processed -> reply);
    }

    private static Fault ofAnswer(String name, UnaryOperator<Reply> effect) {
        return new Fault(name, true, effect);
    }

    /**
     * The connection is reset without an answer.
     *
     * @return a fault
     */
    public static Fault cutConnection() {
        return instead("cut connection", Reply.cut(Reply.Cut.RESET));
    }

    /**
     * The connection is closed in good order, without an answer.
     *
     * @return a fault
     */
    public static Fault noAnswer() {
        return instead("no answer", Reply.cut(Reply.Cut.CLOSE));
    }

    /**
     * An error as the API words them.
     *
     * @param status the HTTP status, 400 or more
     * @param code the API's code, for example {@code SEARCH_QUERY_NO_RESULT}
     * @return a fault
     */
    public static Fault error(int status, String code) {
        return error(status, code, "The stand-in was told to answer " + code);
    }

    /**
     * An error as the API words them.
     *
     * @param status the HTTP status, 400 or more
     * @param code the API's code
     * @param message the message
     * @return a fault
     */
    public static Fault error(int status, String code, String message) {
        return instead(status + " " + code, Reply.json(status, ApiError.body(status, code, message, List.of())));
    }

    /**
     * An error whose body lacks {@code statusCode}.
     *
     * @param status the HTTP status
     * @param code the API's code
     * @return a fault
     */
    public static Fault errorWithoutStatusCode(int status, String code) {
        ObjectNode body = ApiError.body(status, code, "The stand-in was told to answer " + code, List.of());
        body.remove("statusCode");
        return instead(status + " " + code + " without statusCode", Reply.json(status, body));
    }

    /**
     * An error whose body lacks {@code details}. (Those of the other errors are empty, but for failed validation.)
     *
     * @param status the HTTP status
     * @param code the API's code
     * @return a fault
     */
    public static Fault errorWithoutDetails(int status, String code) {
        ObjectNode body = ApiError.body(status, code, "The stand-in was told to answer " + code, List.of());
        body.withObject("/error").remove("details");
        return instead(status + " " + code + " without details", Reply.json(status, body));
    }

    /**
     * Any answer, for example the HTML page of a gateway.
     *
     * @param status the HTTP status
     * @param contentType the {@code Content-Type}
     * @param body the text; can be empty
     * @return a fault
     */
    public static Fault answer(int status, String contentType, String body) {
        return instead(status + " " + contentType, Reply.of(status, contentType, Body.of(body)));
    }

    /**
     * 429 {@code TOO_MANY_REQUESTS} that says how long to wait.
     *
     * @param retryAfter sent as {@code Retry-After} in whole seconds
     * @return a fault
     */
    public static Fault tooManyRequests(Duration retryAfter) {
        return error(429, "TOO_MANY_REQUESTS").withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    /**
     * 429 {@code TOO_MANY_REQUESTS} that says until when to wait.
     *
     * @param until sent as {@code Retry-After} in the form of an HTTP date
     * @return a fault
     */
    public static Fault tooManyRequests(Instant until) {
        return error(429, "TOO_MANY_REQUESTS").withHeader("Retry-After", HTTP_DATE.format(until));
    }

    /**
     * 504: a search or fetch has taken longer than the service gives to a direct call.
     *
     * @return a fault
     */
    public static Fault deadlineExceeded() {
        return error(504, "GATEWAY_TIMEOUT", "The request took too long");
    }

    /**
     * The right answer, but it starts late.
     *
     * @param delay until the first byte
     * @return a fault
     */
    public static Fault slowStart(Duration delay) {
        return ofAnswer("slow start", reply -> reply.delayedBy(delay));
    }

    /**
     * The right answer, but its body comes in small pieces. Each call that is being answered so holds one of 32
     * threads.
     *
     * @param time from the first piece to the last
     * @return a fault
     */
    public static Fault slowBody(Duration time) {
        return ofAnswer("slow body", reply -> reply.dribbledOver(time));
    }

    /**
     * Half of the right answer, in a body that is complete as far as HTTP can tell.
     *
     * @return a fault
     */
    public static Fault truncatedBody() {
        return ofAnswer("truncated body", Fault::firstHalf);
    }

    /**
     * Half of the right answer, then the connection breaks: fewer bytes than {@code Content-Length} says. (Over HTTP/2
     * the stream ends too early, which some clients do not notice.)
     *
     * @return a fault
     */
    public static Fault brokenBody() {
        return ofAnswer("broken body", reply -> firstHalf(reply)
                .withHeader("Content-Length", String.valueOf(reply.body().readAll().length)));
    }

    private static Reply firstHalf(Reply reply) {
        byte[] whole = reply.body().readAll();
        return reply.withBody(new Body.InMemory(Arrays.copyOf(whole, whole.length / 2)));
    }

    /**
     * Status 200, then bytes that break the chunked encoding, then the connection breaks.
     *
     * @return a fault
     */
    public static Fault brokenChunk() {
        return instead("broken chunk", Reply.cut(Reply.Cut.BROKEN_CHUNK));
    }

    /**
     * Status 200 and a body that is not JSON though it says so.
     *
     * @return a fault
     */
    public static Fault garbage() {
        return instead("garbage", Reply.json(200, Body.of("}{ this is not JSON \u0000\u0001")));
    }

    /**
     * Status 200 and a body of the given size: valid JSON, one huge string. It is made while it is sent and never held
     * in memory.
     *
     * @param bytes the size of the body, 100 or more
     * @return a fault
     */
    public static Fault hugeBody(long bytes) {
        return instead("huge body", Reply.json(200, MadeUpBody.huge(bytes)))
                .withHeader("Content-Length", String.valueOf(bytes));
    }

    /**
     * Status 200 and valid JSON that is nested deeply.
     *
     * @param depth how many arrays lie in each other
     * @return a fault
     */
    public static Fault deepJson(int depth) {
        return instead("deep JSON", Reply.json(200, MadeUpBody.deep(depth)));
    }

    /**
     * The right answer, but with another body: fields are missing, for example, or have odd values.
     *
     * @param change from the right body to the one that is sent; an error is changed as well
     * @return a fault
     */
    public static Fault changedBody(UnaryOperator<JsonNode> change) {
        return ofAnswer("changed body", reply -> {
            JsonNode right = Json.parse(new String(reply.body().readAll(), StandardCharsets.UTF_8));
            return reply.withBody(new Body.InMemory(Json.bytes(change.apply(right))));
        });
    }

    /**
     * The same fault with one more response header. Without effect on a cut connection.
     *
     * @param header its name
     * @param value its value
     * @return a changed copy
     */
    public Fault withHeader(String header, String value) {
        return new Fault(name, processes, reply -> effect.apply(reply).withHeader(header, value));
    }

    /**
     * The same fault, but the call takes effect first: tasks are created, credits are charged, and then the answer is
     * lost.
     *
     * @return a changed copy
     */
    public Fault afterProcessing() {
        return new Fault(name + " after processing", true, effect);
    }

    boolean processes() {
        return processes;
    }

    /** What is sent. The argument is the right answer, or null for a fault that comes instead of processing. */
    Reply applyTo(Reply processed) {
        return effect.apply(processed);
    }

    @Override
    public String toString() {
        return "Fault[" + name + "]";
    }
}
