package io.github.camellinkup.component;

import static io.github.camellinkup.component.EndpointUse.AWAIT;
import static io.github.camellinkup.component.EndpointUse.BATCH;
import static io.github.camellinkup.component.EndpointUse.CONSUMER;
import static io.github.camellinkup.component.EndpointUse.FETCH;
import static io.github.camellinkup.component.EndpointUse.GET;
import static io.github.camellinkup.component.EndpointUse.LIST;
import static io.github.camellinkup.component.EndpointUse.RESEARCH_AWAIT;
import static io.github.camellinkup.component.EndpointUse.RESEARCH_CONSUMER;
import static io.github.camellinkup.component.EndpointUse.RESEARCH_GET;
import static io.github.camellinkup.component.EndpointUse.RESEARCH_LIST;
import static io.github.camellinkup.component.EndpointUse.RESEARCH_SINGLE;
import static io.github.camellinkup.component.EndpointUse.SEARCH;
import static io.github.camellinkup.component.EndpointUse.SINGLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An option that does not belong to every use of an endpoint. {@link #ALL} is the table that endpoints are checked
 * against, and that the documentation prints.
 *
 * @param getter reads the value of an endpoint
 * @param defaultValue the value if the option is not set
 * @param uses the uses that the option belongs to
 */
record EndpointOption(
        String name, Function<LinkupEndpoint, Object> getter, Object defaultValue, Set<EndpointUse> uses) {

    private static final Set<EndpointUse> TASKS = EnumSet.of(BATCH, SINGLE, AWAIT);
    private static final Set<EndpointUse> SEARCHES = union(TASKS, EnumSet.of(SEARCH));
    private static final Set<EndpointUse> FETCHES = union(TASKS, EnumSet.of(FETCH));
    private static final Set<EndpointUse> RESEARCHES = union(TASKS, EnumSet.of(RESEARCH_SINGLE, RESEARCH_AWAIT));
    private static final Set<EndpointUse> QUESTIONS = union(SEARCHES, RESEARCHES);
    private static final Set<EndpointUse> GETS = EnumSet.of(GET, RESEARCH_GET);
    private static final Set<EndpointUse> LISTS = EnumSet.of(LIST, RESEARCH_LIST);
    private static final Set<EndpointUse> PRODUCERS = union(RESEARCHES, union(GETS, LISTS));
    private static final Set<EndpointUse> CONSUMERS = EnumSet.of(CONSUMER, RESEARCH_CONSUMER);

    static final List<EndpointOption> ALL = List.of(
            request("q", LinkupRequestConfiguration::getQ, QUESTIONS),
            request("url", LinkupRequestConfiguration::getUrl, FETCHES),
            request("depth", LinkupRequestConfiguration::getDepth, SEARCHES),
            request("outputType", LinkupRequestConfiguration::getOutputType, QUESTIONS),
            request("structuredOutputSchema", LinkupRequestConfiguration::getStructuredOutputSchema, QUESTIONS),
            request(
                    "structuredOutputClass",
                    LinkupRequestConfiguration::getStructuredOutputClass,
                    union(QUESTIONS, CONSUMERS)),
            request("includeImages", LinkupRequestConfiguration::getIncludeImages, QUESTIONS),
            request("includeInlineCitations", LinkupRequestConfiguration::getIncludeInlineCitations, SEARCHES),
            request("includeSources", LinkupRequestConfiguration::getIncludeSources, SEARCHES),
            request("fromDate", LinkupRequestConfiguration::getFromDate, QUESTIONS),
            request("toDate", LinkupRequestConfiguration::getToDate, QUESTIONS),
            request("includeDomains", LinkupRequestConfiguration::getIncludeDomains, QUESTIONS),
            request("excludeDomains", LinkupRequestConfiguration::getExcludeDomains, QUESTIONS),
            request("maxResults", LinkupRequestConfiguration::getMaxResults, SEARCHES),
            request("renderJs", LinkupRequestConfiguration::getRenderJs, FETCHES),
            request("includeRawContent", LinkupRequestConfiguration::getIncludeRawContent, FETCHES),
            request("includeRawHtml", LinkupRequestConfiguration::getIncludeRawHtml, FETCHES),
            request("extractImages", LinkupRequestConfiguration::getExtractImages, FETCHES),
            request("fetchMode", LinkupRequestConfiguration::getFetchMode, FETCHES),
            request("researchMode", LinkupRequestConfiguration::getResearchMode, RESEARCHES),
            request("reasoningDepth", LinkupRequestConfiguration::getReasoningDepth, RESEARCHES),
            task("mode", LinkupTaskConfiguration::getMode, PRODUCERS),
            task("type", LinkupTaskConfiguration::getType, TASKS),
            task("taskId", LinkupTaskConfiguration::getTaskId, GETS),
            task("reference", LinkupTaskConfiguration::getReference, RESEARCHES),
            task("idempotencyPeriod", LinkupTaskConfiguration::getIdempotencyPeriod, RESEARCHES),
            task("keepHeaders", LinkupTaskConfiguration::getKeepHeaders, RESEARCHES),
            task("batchSize", LinkupTaskConfiguration::getBatchSize, TASKS),
            task("maxConcurrentBatches", LinkupTaskConfiguration::getMaxConcurrentBatches, TASKS),
            task("batchLinger", LinkupTaskConfiguration::getBatchLinger, EnumSet.of(SINGLE, AWAIT)),
            task("queueFull", LinkupTaskConfiguration::getQueueFull, TASKS),
            task("queueFullTimeout", LinkupTaskConfiguration::getQueueFullTimeout, TASKS),
            task("awaitTimeout", LinkupTaskConfiguration::getAwaitTimeout, EnumSet.of(AWAIT, RESEARCH_AWAIT)),
            task("settleDelay", LinkupTaskConfiguration::getSettleDelay, RESEARCHES),
            task("settleTimeout", LinkupTaskConfiguration::getSettleTimeout, RESEARCHES),
            task("batchAnswer", LinkupTaskConfiguration::getBatchAnswer, EnumSet.of(BATCH)),
            list("page", LinkupListConfiguration::getPage, LISTS),
            list("pageSize", LinkupListConfiguration::getPageSize, LISTS),
            list("sortBy", LinkupListConfiguration::getSortBy, LISTS),
            list("sortDirection", LinkupListConfiguration::getSortDirection, LISTS),
            list("types", LinkupListConfiguration::getTypes, EnumSet.of(LIST, CONSUMER)),
            list("statuses", LinkupListConfiguration::getStatuses, EnumSet.of(LIST, CONSUMER, RESEARCH_CONSUMER)),
            task("taskRepository", LinkupTaskConfiguration::getTaskRepository, union(PRODUCERS, CONSUMERS)));

    private static EndpointOption request(
            String name, Function<LinkupRequestConfiguration, Object> getter, Set<EndpointUse> uses) {
        return new EndpointOption(name, endpoint -> getter.apply(endpoint.getRequestConfiguration()), null, uses);
    }

    private static EndpointOption task(
            String name, Function<LinkupTaskConfiguration, Object> getter, Set<EndpointUse> uses) {
        return new EndpointOption(
                name,
                endpoint -> getter.apply(endpoint.getTaskConfiguration()),
                getter.apply(new LinkupTaskConfiguration()),
                uses);
    }

    private static EndpointOption list(
            String name, Function<LinkupListConfiguration, Object> getter, Set<EndpointUse> uses) {
        return new EndpointOption(name, endpoint -> getter.apply(endpoint.getListConfiguration()), null, uses);
    }

    private static Set<EndpointUse> union(Set<EndpointUse> some, Set<EndpointUse> others) {
        Set<EndpointUse> union = EnumSet.copyOf(some);
        union.addAll(others);
        return union;
    }

    /** Refuses options that do not belong to a use of an endpoint. */
    static void check(LinkupEndpoint endpoint, EndpointUse use) {
        for (EndpointOption option : ALL) {
            Object value = option.getter().apply(endpoint);
            if (!option.uses().contains(use) && !Objects.equals(value, option.defaultValue())) {
                throw new IllegalArgumentException("Option " + option.name() + " is not for " + use
                        + ". It is for linkup:" + String.join(", linkup:", option.belongsTo()));
            }
        }
    }

    /** The uses in words, for each operation one text such as {@code tasks (single, await)}. */
    List<String> belongsTo() {
        return Stream.of(LinkupOperations.values()).flatMap(this::belongsTo).toList();
    }

    private Stream<String> belongsTo(LinkupOperations operation) {
        List<EndpointUse> those =
                uses.stream().filter(use -> use.operation() == operation).toList();
        if (those.isEmpty()) {
            return Stream.of();
        }
        return Stream.of(
                operation.hasTasks()
                        ? operation + those.stream().map(EndpointUse::role).collect(Collectors.joining(", ", " (", ")"))
                        : operation.name());
    }
}
