package io.github.camellinkup.component;

import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.FetchMode;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.ResearchMode;
import io.github.camellinkup.client.model.TaskStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.util.ObjectHelper;

/**
 * Checks the values of options, and that they belong together. Each method throws an {@link IllegalArgumentException}
 * that names the option. The fields of requests are checked by the requests themselves.
 */
final class OptionValidator {

    private static final int MAX_BATCH_SIZE = 100;

    /** Times are counted in nanoseconds, which overflow after some centuries. */
    private static final Duration LONGEST_TIME = Duration.ofDays(3650);

    /** The types of request fields that have a choice of values. */
    private static final Set<Class<?>> REQUEST_CHOICES =
            Set.of(Depth.class, OutputType.class, FetchMode.class, ResearchMode.class, ReasoningDepth.class);

    private OptionValidator() {}

    /**
     * Replaces the texts among the parameters of an endpoint by the constants of this component that they name. Camel
     * does that too, but does not take every spelling that {@link ApiValue} takes, and its error does not list the
     * choices. With unknownFields=send, texts that name no value of a request field are taken out.
     *
     * @param defaultPolicy what to do with unknown values if the parameters do not say it
     * @return the texts that were taken out, by option
     * @throws IllegalArgumentException if a text names no constant; the message has the option and the choices
     */
    static Map<String, String> readChoices(
            PropertyConfigurerGetter options, UnknownFieldPolicy defaultPolicy, Map<String, Object> parameters) {
        Object policy = parameters.getOrDefault("unknownFields", defaultPolicy);
        boolean sendsUnknown = plain(policy.toString()).equalsIgnoreCase(UnknownFieldPolicy.send.name());
        Map<String, String> unknown = new TreeMap<>();
        parameters.replaceAll((option, value) -> {
            Class<?> type = options.getOptionType(option, true);
            boolean isChoice = type != null && type.isEnum() && type.getName().startsWith("io.github.camellinkup.");
            if (!isChoice || !(value instanceof String text) || text.startsWith("#")) {
                return value;
            }
            Optional<?> constant = constant(type, text);
            if (constant.isEmpty() && sendsUnknown && REQUEST_CHOICES.contains(type)) {
                unknown.put(option, text.strip());
                return value;
            }
            return constant.orElseThrow(() -> new IllegalArgumentException("Option " + option + " must be one of "
                    + String.join(", ", choices(type)) + ", but it is '" + text + "'"
                    + (REQUEST_CHOICES.contains(type) ? RequestBuilder.UNLESS_SENT : "")));
        });
        parameters.keySet().removeAll(unknown.keySet());
        return unknown;
    }

    /**
     * Replaces the name of a class among the parameters of an endpoint by the class. Camel does that too, but its error does
     * not say that the class is missing.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    static void readClass(ClassResolver classes, String option, Map<String, Object> parameters) {
        parameters.computeIfPresent(
                option,
                (key, value) -> value instanceof String name && !name.startsWith("#")
                        ? readClass(classes, option, name)
                        : value);
    }

    private static Class<?> readClass(ClassResolver classes, String option, String name) {
        Class<?> found = classes.resolveClass(name);
        if (found != null) {
            return found;
        }
        String nested = name.replaceFirst("\\.(\\w+)$", "\\$$1");
        throw new IllegalArgumentException("Option " + option + ": class " + name + " not found. "
                + (classes.resolveClass(nested) == null
                        ? "Write its name with the package, and put it on the class path"
                        : "Do you mean " + nested + "?"));
    }

    private static Optional<?> constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> plain(choice(constant)).equalsIgnoreCase(plain(text)))
                .findFirst();
    }

    /** The choices as a route spells them. */
    static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(OptionValidator::choice)
                .toList();
    }

    private static String choice(Object constant) {
        return constant instanceof ApiValue value
                ? value.apiValue()
                : constant.toString().toLowerCase(Locale.ROOT);
    }

    private static String plain(String text) {
        return text.strip().replace("-", "").replace("_", "");
    }

    /** Checks the options that producers and consumers have in common, and those of producers. */
    static void validate(LinkupEndpoint endpoint) {
        validate(endpoint.getConfiguration());
        LinkupOperations operation = endpoint.getOperation();
        require(
                !operation.hasTasks() || operation.modes().contains(endpoint.mode()),
                "mode must be one of "
                        + operation.modes().stream().map(Enum::name).collect(Collectors.joining(", ")) + " for linkup:"
                        + operation + ", but it is '" + endpoint.mode() + "'");
        validate(endpoint.getTaskConfiguration());
        TaskOptions.query(endpoint.getListConfiguration(), new DefaultMessage(endpoint.getCamelContext()));
    }

    private static void validate(LinkupConfiguration options) {
        time("requestTimeout", 1, options.getRequestTimeout());
        time("maxRetryDelay", 0, options.getMaxRetryDelay());
        atLeast("maxRetries", 0, options.getMaxRetries());
        atLeast("requestsPerSecond", 0, options.getRequestsPerSecond());
        Double spendLimit = options.getSpendLimit();
        if (spendLimit != null && !(spendLimit > 0 && spendLimit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Option spendLimit must be more than 0 US$, but it is " + spendLimit);
        }
        atLeast("maxResponseSize", 1, options.getMaxResponseSize());
        require(
                ObjectHelper.isNotEmpty(options.getAuthHeader()),
                "authHeader must name a header, such as Authorization");
    }

    private static void validate(LinkupTaskConfiguration options) {
        if (options.getTaskId() != null) {
            new RequestCheck().taskId(options.getTaskId()).throwIfAny();
        }
        require(
                options.getBatchSize() >= 1 && options.getBatchSize() <= MAX_BATCH_SIZE,
                "batchSize must be 1 to " + MAX_BATCH_SIZE + ", but it is " + options.getBatchSize());
        atLeast("maxConcurrentBatches", 1, options.getMaxConcurrentBatches());
        time("batchLinger", 0, options.getBatchLinger());
        require(
                !Duration.ZERO.equals(options.getQueueFullTimeout()),
                "queueFullTimeout must be at least 1 ms. To fail at once set queueFull to fail");
        time("queueFullTimeout", 1, options.getQueueFullTimeout());
        time("awaitTimeout", 1, options.getAwaitTimeout());
        time("idempotencyPeriod", 0, options.getIdempotencyPeriod());
        time("settleDelay", 0, options.getSettleDelay());
        time("settleTimeout", 1, options.getSettleTimeout());
        require(
                options.getSettleTimeout().compareTo(options.getSettleDelay()) > 0,
                "settleTimeout must be longer than settleDelay, but it is "
                        + options.getSettleTimeout().toMillis() + " ms");
    }

    static void validateConsumer(LinkupConsumerConfiguration consumer, LinkupListConfiguration list) {
        require(
                TaskOptions.statuses(list.getStatuses()).stream().allMatch(TaskStatus::isFinal),
                "statuses must be of completed, failed for a consumer, but it is " + list.getStatuses());
        boolean submitted = consumer.getTaskScope() == TaskScope.submitted;
        require(
                !submitted || consumer.getSince() == null,
                "since is for taskScope=all: with taskScope=submitted every task of the repository counts");
        ConsumerSelection.since(consumer.getSince(), Clock.systemUTC());
        atLeast("maxResubmits", 0, consumer.getMaxResubmits());
        require(
                submitted || consumer.getMaxResubmits() == 0,
                "maxResubmits is for taskScope=submitted: tasks of others are not sent again");
        atLeast("maxRedeliveries", -1, consumer.getMaxRedeliveries());
        int threads = consumer.getConcurrentConsumers();
        atLeast("concurrentConsumers", 1, threads);
        if (consumer.getMaxInFlight() != 0) {
            atLeast("maxInFlight", threads, consumer.getMaxInFlight());
        }
    }

    static void validate(LinkupHttpConfiguration options, int workerPoolSize) {
        atLeast("workerPoolSize", 1, workerPoolSize);
        atLeast("maxTotalConnections", 1, options.getMaxTotalConnections());
        atLeast("connectionsPerRoute", 1, options.getConnectionsPerRoute());
        boolean hasProxy = ObjectHelper.isNotEmpty(options.getProxyHost());
        require(
                hasProxy
                        || options.getProxyPort() == null
                                && ObjectHelper.isEmpty(options.getProxyAuthUsername())
                                && ObjectHelper.isEmpty(options.getProxyAuthPassword()),
                "proxyHost is missing, though other proxy options are set");
        require(!hasProxy || options.getProxyPort() != null, "proxyPort is missing: proxyHost needs it");
    }

    private static void atLeast(String option, long least, long value) {
        require(value >= least, option + " must be at least " + least + ", but it is " + value);
    }

    private static void time(String option, long leastMillis, Duration value) {
        require(
                Objects.requireNonNull(value, option).compareTo(LONGEST_TIME) <= 0,
                option + " must be at most " + LONGEST_TIME.toMillis() + " ms (ten years), but it is " + value);
        require(
                value.compareTo(Duration.ofMillis(leastMillis)) >= 0,
                option + " must be at least " + leastMillis + " ms, but it is " + value.toMillis() + " ms");
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("Option " + problem);
        }
    }
}
