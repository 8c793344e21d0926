package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The request options of one endpoint, checked, and ready to make requests from messages. */
final class RequestTemplates {

    private static final Set<String> SECRET_MATTERS =
            Set.of("CamelLinkupApiKey", "CamelLinkupBaseUrl", "CamelLinkupAuthHeader", "CamelLinkupPaymentSigner");

    private final RequestTemplate<SearchRequest.Builder, SearchRequest> search;
    private final RequestTemplate<FetchRequest.Builder, FetchRequest> fetch;
    private final RequestTemplate<ResearchRequest.Builder, ResearchRequest> research;
    private final StructuredOutputClass outputClass;
    private final Set<String> setOptions;

    /** @throws IllegalArgumentException if an option has a wrong value or is not for this endpoint; names the option */
    RequestTemplates(CamelContext context, LinkupOperations operation, LinkupRequestConfiguration configuration)
            throws IOException {
        Map<String, Object> options = setOptions(context, configuration);
        setOptions = new TreeSet<>(options.keySet());
        outputClass = outputClass(context, configuration, options);
        search = new RequestTemplate<>(TaskType.SEARCH, SearchRequest.builder(), options);
        fetch = new RequestTemplate<>(TaskType.FETCH, FetchRequest.builder(), options);
        research = new RequestTemplate<>(TaskType.RESEARCH, ResearchRequest.builder(), options);
        refuseForeign(operation, options.keySet());
        check(operation);
    }

    private static Map<String, Object> setOptions(CamelContext context, LinkupRequestConfiguration configuration) {
        Map<String, Object> options = new HashMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(configuration, options, null, false);
        options.values().removeIf(Objects::isNull);
        return options;
    }

    private static StructuredOutputClass outputClass(
            CamelContext context, LinkupRequestConfiguration configuration, Map<String, Object> options)
            throws IOException {
        String schema = configuration.getStructuredOutputSchema();
        Class<?> type = configuration.getStructuredOutputClass();
        options.remove("structuredOutputClass");
        if (schema != null && type != null) {
            throw new IllegalArgumentException(
                    "Options structuredOutputSchema and structuredOutputClass exclude each other: remove one of them");
        }
        if (schema != null) {
            options.put("structuredOutputSchema", load(context, schema));
        }
        if (type == null) {
            return null;
        }
        Object outputType = options.getOrDefault("outputType", OutputType.STRUCTURED.apiValue());
        if (!OutputType.STRUCTURED.apiValue().equalsIgnoreCase(outputType.toString())) {
            throw new IllegalArgumentException(
                    "Option structuredOutputClass needs outputType structured, but it is " + outputType);
        }
        StructuredOutputClass outputClass = StructuredOutputClass.of(context, type);
        options.put("structuredOutputSchema", outputClass.schema());
        return outputClass;
    }

    private static String load(CamelContext context, String schema) throws IOException {
        String resource = schema.startsWith("resource:") ? schema.substring("resource:".length()) : schema;
        if (!ResourceHelper.hasScheme(resource)) {
            return schema;
        }
        try (InputStream stream = ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void refuseForeign(LinkupOperations operation, Set<String> options) {
        Set<String> known = new TreeSet<>();
        for (TaskType type : types(operation)) {
            Set<String> fields =
                    switch (type) {
                        case SEARCH -> SearchRequest.builder().fieldNames();
                        case FETCH -> FetchRequest.builder().fieldNames();
                        case RESEARCH -> ResearchRequest.builder().fieldNames();
                    };
            fields.forEach(field -> known.add(RequestTemplate.optionName(type, field)));
        }
        for (String option : options) {
            if (!known.contains(option)) {
                throw new IllegalArgumentException("Option " + option + " is not for linkup:" + operation
                        + (known.isEmpty() ? "" : ", which takes " + String.join(", ", known)));
            }
        }
    }

    private static Set<TaskType> types(LinkupOperations operation) {
        return switch (operation) {
            case search -> EnumSet.of(TaskType.SEARCH);
            case fetch -> EnumSet.of(TaskType.FETCH);
            case research -> EnumSet.of(TaskType.RESEARCH);
            case tasks -> EnumSet.allOf(TaskType.class);
            case credits -> EnumSet.noneOf(TaskType.class);
        };
    }

    private void check(LinkupOperations operation) {
        switch (operation) {
            case search, tasks -> search.check();
            case research -> research.check();
            case fetch -> fetch.check();
            case credits -> {
                // It has no request.
            }
        }
        if (operation == LinkupOperations.tasks) {
            fetch.check();
        }
    }

    /**
     * Refuses options that say nothing to an endpoint that makes no request.
     *
     * @param endpoint the endpoint, for the message
     * @param allowed the request options that it takes all the same
     * @throws IllegalArgumentException if another is set; names it
     */
    void refuseOptionsBut(Set<String> allowed, String endpoint) {
        for (String option : setOptions) {
            if (!allowed.contains(option)) {
                throw new IllegalArgumentException("Option " + option + " is not for " + endpoint);
            }
        }
    }

    /**
     * @param headers the message whose headers win over the options
     * @param body what wins over the headers
     * @throws LinkupInvalidRequestException if a field is missing or wrong
     */
    LinkupRequest read(TaskType type, Message headers, Object body) {
        return switch (type) {
            case SEARCH -> search.read(headers, body);
            case FETCH -> fetch.read(headers, body);
            case RESEARCH -> research.read(headers, body);
        };
    }

    SearchRequest readSearch(Message message) {
        return search.read(message, message.getBody());
    }

    FetchRequest readFetch(Message message) {
        return fetch.read(message, message.getBody());
    }

    /** The class of structured answers, or null if none is set. */
    StructuredOutputClass outputClass() {
        return outputClass;
    }

    /**
     * Refuses a message that tries to say where or with which key to call.
     *
     * @throws LinkupInvalidRequestException if it has such a header
     */
    static void refuseSecretMatters(Message message) {
        if (!message.hasHeaders()) {
            return;
        }
        for (String header : SECRET_MATTERS) {
            if (message.getHeader(header) != null) {
                throw LinkupInvalidRequestException.of(
                        header,
                        "is not taken from a message: key and address are options of the component and the endpoint."
                                + " Remove the header");
            }
        }
    }
}
