package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.component.structured.StructuredOutputClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.StringHelper;

/** Makes requests from messages and the request options of an endpoint. */
final class RequestTemplates {

    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("CamelLinkupApiKey", "CamelLinkupBaseUrl", "CamelLinkupAuthHeader", "CamelLinkupPaymentSigner");

    private static final String SCHEMA = "structuredOutputSchema";
    private static final String PAGE_SCHEMA = "schema";
    private static final String ANY_SCHEMA = "{\"type\":\"object\"}";

    /** They complete a request, so that its other fields can be checked before there is a message. */
    private static final Map<String, String> EXAMPLES =
            Map.of("q", "?", "url", "https://example.com", SCHEMA, ANY_SCHEMA, PAGE_SCHEMA, ANY_SCHEMA);

    private final Map<TaskType, RequestBuilder<?, ?>> templates = Map.of(
            TaskType.SEARCH, SearchRequest.builder(),
            TaskType.FETCH, FetchRequest.builder(),
            TaskType.RESEARCH, ResearchRequest.builder());
    private final AnswerBody answerBody;
    private final BodyFields bodyFields;
    private final boolean sendsUnknownFields;

    /** @throws IllegalArgumentException if a request option has a wrong value; names the option */
    RequestTemplates(LinkupEndpoint endpoint) throws IOException {
        LinkupRequestConfiguration request = endpoint.getRequestConfiguration();
        bodyFields = request.getBodyFields();
        sendsUnknownFields = request.getUnknownFields() == UnknownFieldPolicy.send;
        answerBody = answerBody(endpoint.getOperation(), request);
        // Values that are not those of the options themselves.
        Map<String, Object> values = new HashMap<>(endpoint.unknownValues());
        values.put(
                SCHEMA,
                answerBody.schema() != null
                        ? answerBody.schema()
                        : load(endpoint.getCamelContext(), request.getStructuredOutputSchema()));
        // A schema makes a fetch dearer, so a class that is the default of all endpoints is not sent with it.
        values.put(
                PAGE_SCHEMA,
                request.getSchema() == null && !request.inheritsClass()
                        ? answerBody.schema()
                        : load(endpoint.getCamelContext(), request.getSchema()));
        PropertyConfigurerGetter options = endpoint.getComponent().endpointOptions();
        templates.forEach((type, template) -> {
            if (sendsUnknownFields) {
                template.sendUnknownFields();
            }
            for (String field : template.fieldNames()) {
                String option = optionName(type, field);
                Object value = values.containsKey(option)
                        ? values.get(option)
                        : options.getOptionValue(endpoint, option, false);
                // Research has no search results, so such a default of all endpoints is not for it.
                if (type != TaskType.RESEARCH || value != OutputType.SEARCH_RESULTS || !request.inheritsOutputType()) {
                    template.set(field, value);
                }
            }
        });
        endpoint.getOperation()
                .requestTypes()
                .forEach(type -> check(templates.get(type).copy()));
    }

    private static AnswerBody answerBody(LinkupOperations operation, LinkupRequestConfiguration options) {
        Class<?> type = options.getStructuredOutputClass();
        if (type == null) {
            return AnswerBody.AS_RECEIVED;
        }
        boolean isFetch = operation == LinkupOperations.fetch;
        if ((isFetch ? options.getSchema() : options.getStructuredOutputSchema()) != null) {
            throw new IllegalArgumentException("Options " + (isFetch ? PAGE_SCHEMA : SCHEMA)
                    + " and structuredOutputClass exclude each other: remove one of them");
        }
        OutputType outputType = options.getOutputType();
        if (outputType != null && outputType != OutputType.STRUCTURED) {
            throw new IllegalArgumentException(
                    "Option structuredOutputClass needs outputType structured, but it is " + outputType.apiValue());
        }
        return new AnswerBody(StructuredOutputClass.of(type, options.getInlineDefinitions()));
    }

    private static String load(CamelContext context, String schema) throws IOException {
        String resource = schema == null ? "" : schema.replaceFirst("^resource:", "");
        if (!ResourceHelper.hasScheme(resource)) {
            return schema;
        }
        try (InputStream stream = ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Checks the options that do not depend on a message. */
    private static void check(RequestBuilder<?, ?> request) {
        EXAMPLES.forEach((field, example) -> {
            if (request.fieldNames().contains(field) && !request.has(field)) {
                request.set(field, example);
            }
        });
        request.build();
    }

    /** The option of a field: fetch and research both have a field called mode. */
    static String optionName(TaskType type, String field) {
        return "mode".equals(field) ? type.apiValue() + "Mode" : field;
    }

    /**
     * Makes a request. Its fields are those of the body, else those of the headers, else the options.
     *
     * @throws LinkupInvalidRequestException if a field is missing or wrong
     */
    LinkupRequest read(TaskType type, Message message, Object body) {
        RequestBuilder<?, ?> request = templates.get(type).copy();
        if (message.hasHeaders()) {
            for (String field : request.fieldNames()) {
                Object value = message.getHeader("CamelLinkup" + StringHelper.capitalize(optionName(type, field)));
                if (value != null) {
                    request.set(field, value);
                }
            }
        }
        RequestBody.addTo(request, body, bodyFields);
        String question = type == TaskType.FETCH ? "url" : "q";
        if (!request.has(question)) {
            throw LinkupInvalidRequestException.of(
                    question,
                    "is missing: put the " + (type == TaskType.FETCH ? "URL" : "question")
                            + " into the body, the header CamelLinkup" + StringHelper.capitalize(question)
                            + " or the option " + question);
        }
        return request.build();
    }

    /** @throws LinkupInvalidRequestException if a field belongs neither to a task nor to its input */
    void checkFieldsOfTask(TaskType type, Set<String> fields) {
        Set<String> known = templates.get(type).fieldNames();
        for (String field : fields) {
            boolean isKnown = known.contains(field) || field.equals("query") && known.contains("q");
            if (!isKnown && !sendsUnknownFields) {
                throw LinkupInvalidRequestException.of(
                        field,
                        "is not a field of a " + type.apiValue() + " task: it has type, reference, headers, and "
                                + String.join(", ", new TreeSet<>(known)) + RequestBuilder.UNLESS_SENT);
            }
        }
    }

    /** Puts answers into the body, as an instance of structuredOutputClass if that is set. */
    AnswerBody answerBody() {
        return answerBody;
    }

    /**
     * Rejects a message that tries to set the address or the key.
     *
     * @throws LinkupInvalidRequestException if it has such a header
     */
    static void rejectCredentialHeaders(Message message) {
        for (String header : CREDENTIAL_HEADERS) {
            if (message.hasHeaders() && message.getHeader(header) != null) {
                throw LinkupInvalidRequestException.of(
                        header,
                        "cannot be set by a message: key and address are options of the component and the endpoint."
                                + " Remove the header");
            }
        }
    }
}
