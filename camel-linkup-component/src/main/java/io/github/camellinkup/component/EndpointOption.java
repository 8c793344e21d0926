package io.github.camellinkup.component;

import static io.github.camellinkup.component.LinkupOperations.research;
import static io.github.camellinkup.component.LinkupOperations.tasks;
import static io.github.camellinkup.component.LinkupTaskMode.await;
import static io.github.camellinkup.component.LinkupTaskMode.batch;
import static io.github.camellinkup.component.LinkupTaskMode.get;
import static io.github.camellinkup.component.LinkupTaskMode.list;
import static io.github.camellinkup.component.LinkupTaskMode.single;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * An option that does not belong to every use of an endpoint. {@link #ALL} is the table that endpoints are checked
 * against, and that the documentation prints.
 *
 * @param uses the uses that the option belongs to
 */
record EndpointOption(String name, List<Use> uses) {

    /**
     * A way to use an endpoint that differs in its options.
     *
     * @param mode what a producer does with tasks; null for a consumer, and for an endpoint without tasks
     */
    record Use(LinkupOperations operation, LinkupTaskMode mode) {

        static List<Use> of(LinkupOperations operation, LinkupTaskMode... modes) {
            return Stream.of(modes).map(mode -> new Use(operation, mode)).toList();
        }

        /** The use as error messages call it. */
        @Override
        public String toString() {
            String address = "linkup:" + operation;
            if (mode != null) {
                return address + " with mode=" + mode;
            }
            return operation.hasTasks() ? "from(\"" + address + "\")" : address;
        }
    }

    private static final String PAYMENT_SIGNER = "paymentSigner";

    private static final List<Use> DIRECT_CALLS =
            List.of(new Use(LinkupOperations.search, null), new Use(LinkupOperations.fetch, null));
    private static final List<Use> TASKS = Use.of(tasks, batch, single, await);
    private static final List<Use> SEARCHES = union(TASKS, List.of(new Use(LinkupOperations.search, null)));
    private static final List<Use> FETCHES = union(TASKS, List.of(new Use(LinkupOperations.fetch, null)));
    private static final List<Use> RESEARCHES = union(TASKS, Use.of(research, single, await));
    private static final List<Use> QUESTIONS = union(SEARCHES, RESEARCHES);
    private static final List<Use> GETS = union(Use.of(tasks, get), Use.of(research, get));
    private static final List<Use> LISTS = union(Use.of(tasks, list), Use.of(research, list));
    private static final List<Use> PRODUCERS = union(RESEARCHES, union(GETS, LISTS));
    private static final List<Use> CONSUMERS = List.of(new Use(tasks, null), new Use(research, null));

    static final List<EndpointOption> ALL = Stream.of(
                    options(QUESTIONS, "q", "outputType", "structuredOutputSchema", "includeImages"),
                    options(union(QUESTIONS, FETCHES), "inlineDefinitions"),
                    options(QUESTIONS, "fromDate", "toDate", "includeDomains", "excludeDomains"),
                    options(union(QUESTIONS, FETCHES), "bodyFields"),
                    options(union(union(QUESTIONS, FETCHES), CONSUMERS), "structuredOutputClass"),
                    options(SEARCHES, "depth", "includeInlineCitations", "includeSources", "maxResults"),
                    options(FETCHES, "url", "renderJs", "includeRawContent", "includeRawHtml", "extractImages"),
                    options(FETCHES, "fetchMode", "schema", "instructions"),
                    options(union(QUESTIONS, FETCHES), "unknownFields"),
                    options(DIRECT_CALLS, PAYMENT_SIGNER),
                    options(RESEARCHES, "researchMode", "reasoningDepth", "reference", "idempotencyPeriod"),
                    options(RESEARCHES, "keepHeaders", "settleDelay", "settleTimeout"),
                    options(PRODUCERS, "mode"),
                    options(TASKS, "type", "batchSize", "maxConcurrentBatches", "queueFull", "queueFullTimeout"),
                    options(Use.of(tasks, single, await), "batchLinger"),
                    options(union(Use.of(tasks, await), Use.of(research, await)), "awaitTimeout"),
                    options(Use.of(tasks, batch), "batchAnswer"),
                    options(GETS, "taskId"),
                    options(LISTS, "page", "pageSize", "sortBy", "sortDirection"),
                    options(Use.of(tasks, list, null), "types"),
                    options(union(Use.of(tasks, list), CONSUMERS), "statuses"),
                    options(union(PRODUCERS, CONSUMERS), "taskRepository"))
            .flatMap(options -> options)
            .toList();

    private static final Map<Use, Set<String>> NAMES_BY_USE = ALL.stream()
            .flatMap(option -> option.uses().stream().map(use -> Map.entry(use, option.name())))
            .collect(Collectors.groupingBy(
                    Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableSet())));

    private static Stream<EndpointOption> options(List<Use> uses, String... names) {
        return Stream.of(names).map(name -> new EndpointOption(name, uses));
    }

    private static List<Use> union(List<Use> some, List<Use> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    /** The names of the options in {@link #ALL} that belong to a use. */
    static Set<String> namesFor(Use use) {
        return NAMES_BY_USE.getOrDefault(use, Set.of());
    }

    /** Refuses options that do not belong to a use of an endpoint. */
    static void check(LinkupEndpoint endpoint, Use use) {
        LinkupComponent component = endpoint.getComponent();
        // A default of the component is for the endpoints that have a use for it.
        LinkupEndpoint unset = new LinkupEndpoint(
                null, null, use.operation(), new LinkupConfiguration(), component.getRequestConfiguration());
        PropertyConfigurerGetter options = component.endpointOptions();
        for (EndpointOption option : ALL) {
            Object value = options.getOptionValue(endpoint, option.name(), false);
            boolean isSet = value != null && !Objects.equals(value, options.getOptionValue(unset, option.name(), false))
                    || endpoint.unknownValues().containsKey(option.name());
            if (isSet && !namesFor(use).contains(option.name())) {
                throw new IllegalArgumentException("Option " + option.name() + " is not for " + use
                        + ". It is for linkup:" + String.join(", linkup:", option.belongsTo()) + ". "
                        + option.remedy(use));
            }
        }
    }

    private String remedy(Use use) {
        if (name.equals(PAYMENT_SIGNER)) {
            return "Linkup takes payments for single calls only. Elsewhere set apiKey; a paymentSigner of the component is for"
                    + " all its endpoints, so set it on those endpoints";
        }
        String modes = uses.stream()
                .filter(other -> other.operation() == use.operation() && use.mode() != null && other.mode() != null)
                .map(other -> "mode=" + other.mode())
                .collect(Collectors.joining(" or "));
        return modes.isEmpty() ? "Remove it" : "Remove it, or set " + modes;
    }

    /** The uses in words, for each operation one text such as {@code tasks (single, await)}. */
    List<String> belongsTo() {
        return Stream.of(LinkupOperations.values()).flatMap(this::belongsTo).toList();
    }

    private Stream<String> belongsTo(LinkupOperations operation) {
        List<String> roles = uses.stream()
                .filter(use -> use.operation() == operation)
                .map(use -> use.mode() == null ? "from" : use.mode().name())
                .toList();
        if (roles.isEmpty()) {
            return Stream.of();
        }
        return Stream.of(operation.hasTasks() ? operation + " (" + String.join(", ", roles) + ")" : operation.name());
    }
}
