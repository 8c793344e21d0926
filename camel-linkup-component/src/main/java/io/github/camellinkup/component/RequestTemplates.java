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
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.ResourceHelper;

/** The request options of one endpoint, checked, and ready to make requests from messages. */
final class RequestTemplates {

    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("CamelLinkupApiKey", "CamelLinkupBaseUrl", "CamelLinkupAuthHeader", "CamelLinkupPaymentSigner");

    private final RequestTemplate<SearchRequest.Builder, SearchRequest> search;
    private final RequestTemplate<FetchRequest.Builder, FetchRequest> fetch;
    private final RequestTemplate<ResearchRequest.Builder, ResearchRequest> research;
    private final StructuredOutputClass outputClass;

    /** @throws IllegalArgumentException if a request option has a wrong value; names the option */
    RequestTemplates(LinkupEndpoint endpoint) throws IOException {
        Map<String, Object> options = new HashMap<>();
        for (EndpointOption option : EndpointOption.ALL) {
            options.put(option.name(), option.getter().apply(endpoint));
        }
        outputClass = outputClass(endpoint.getCamelContext(), endpoint.getRequestConfiguration(), options);
        search = new RequestTemplate<>(TaskType.SEARCH, SearchRequest.builder(), options);
        fetch = new RequestTemplate<>(TaskType.FETCH, FetchRequest.builder(), options);
        research = new RequestTemplate<>(TaskType.RESEARCH, ResearchRequest.builder(), options);
        check(endpoint.getOperation());
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

    private void check(LinkupOperations operation) {
        switch (operation) {
            case search -> search.check();
            case research -> research.check();
            case fetch -> fetch.check();
            case tasks -> {
                search.check();
                fetch.check();
            }
            case credits -> {
                // It has no request.
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

    /** The class of structured answers, or null if none is set. */
    StructuredOutputClass outputClass() {
        return outputClass;
    }

    /**
     * Refuses a message that tries to say where or with which key to call.
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
                        "is not taken from a message: key and address are options of the component and the endpoint."
                                + " Remove the header");
            }
        }
    }
}
