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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.ResourceHelper;

/** Makes requests from messages and the request options of an endpoint. */
final class RequestTemplates {

    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("CamelLinkupApiKey", "CamelLinkupBaseUrl", "CamelLinkupAuthHeader", "CamelLinkupPaymentSigner");

    private final Map<TaskType, RequestTemplate<?, ?>> templates;
    private final StructuredOutputClass outputClass;

    /** @throws IllegalArgumentException if a request option has a wrong value; names the option */
    RequestTemplates(LinkupEndpoint endpoint) throws IOException {
        Map<String, Object> options = new HashMap<>();
        for (EndpointOption option : EndpointOption.ALL) {
            options.put(option.name(), option.getter().apply(endpoint));
        }
        outputClass = outputClass(endpoint.getCamelContext(), endpoint.getRequestConfiguration(), options);
        templates = Map.of(
                TaskType.SEARCH, new RequestTemplate<>(TaskType.SEARCH, SearchRequest.builder(), options),
                TaskType.FETCH, new RequestTemplate<>(TaskType.FETCH, FetchRequest.builder(), options),
                TaskType.RESEARCH, new RequestTemplate<>(TaskType.RESEARCH, ResearchRequest.builder(), options));
        checkedTypes(endpoint.getOperation())
                .forEach(type -> templates.get(type).check());
    }

    private static StructuredOutputClass outputClass(
            CamelContext context, LinkupRequestConfiguration configuration, Map<String, Object> options)
            throws IOException {
        String schema = configuration.getStructuredOutputSchema();
        Class<?> type = configuration.getStructuredOutputClass();
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
        OutputType outputType = configuration.getOutputType();
        if (outputType != null && outputType != OutputType.STRUCTURED) {
            throw new IllegalArgumentException(
                    "Option structuredOutputClass needs outputType structured, but it is " + outputType.apiValue());
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

    /** The requests that the options of an endpoint must fit. */
    private static List<TaskType> checkedTypes(LinkupOperations operation) {
        return switch (operation) {
            case search -> List.of(TaskType.SEARCH);
            case fetch -> List.of(TaskType.FETCH);
            case research -> List.of(TaskType.RESEARCH);
            case tasks -> List.of(TaskType.SEARCH, TaskType.FETCH);
            case credits -> List.of();
        };
    }

    /**
     * Makes a request. Its fields are those of the body, else those of the headers, else the options.
     *
     * @throws LinkupInvalidRequestException if a field is missing or wrong
     */
    LinkupRequest read(TaskType type, Message headers, Object body) {
        return templates.get(type).read(headers, body);
    }

    /** The class of structured answers, or null if none is set. */
    StructuredOutputClass outputClass() {
        return outputClass;
    }

    /**
     * Rejects a message that tries to set the address or the key.
     *
     * @throws LinkupInvalidRequestException if it has such a header
     */
    static void rejectCredentialHeaders(Message message) {
        if (!message.hasHeaders()) {
            return;
        }
        for (String header : CREDENTIAL_HEADERS) {
            if (message.getHeader(header) != null) {
                throw LinkupInvalidRequestException.of(
                        header,
                        "cannot be set by a message: key and address are options of the component and the endpoint."
                                + " Remove the header");
            }
        }
    }
}
