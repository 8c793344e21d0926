package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestCheck;
import io.github.camellinkup.client.model.TaskType;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.PatternHelper;

/** Reads task requests from messages: input, type, reference, and headers to keep. */
final class TaskRequestReader {

    private static final String TYPE = "type";
    private static final String INPUT = "input";
    private static final String REFERENCE = "reference";

    private final RequestTemplates templates;
    private final boolean isResearch;
    private final TaskType defaultType;
    private final String defaultReference;
    private final Duration idempotencyPeriod;
    private final String[] keepHeaders;
    private final BodyFields bodyFields;
    private final HeaderNames headerNames;

    TaskRequestReader(LinkupEndpoint endpoint) {
        LinkupTaskConfiguration options = endpoint.getTaskConfiguration();
        this.templates = endpoint.templates();
        this.isResearch = endpoint.isResearch();
        this.defaultType = isResearch ? TaskType.RESEARCH : options.getType();
        this.defaultReference = options.getReference();
        this.idempotencyPeriod = options.getIdempotencyPeriod();
        this.keepHeaders = TaskOptions.texts(options.getKeepHeaders()).toArray(String[]::new);
        this.bodyFields = endpoint.getRequestConfiguration().getBodyFields();
        this.headerNames = endpoint.getComponent().headerNames();
    }

    /**
     * @param message its headers apply to the request
     * @param body a text, a typed request, a map, JSON, a {@link TaskRequest}, or another message
     * @throws LinkupInvalidRequestException if it cannot be read, or a field is missing or wrong
     */
    TaskRequest read(Message message, Object body) {
        if (body instanceof Exchange exchange) {
            return read(message, exchange.getMessage());
        }
        if (body instanceof Message own) {
            RequestTemplates.rejectCredentialHeaders(own);
            headerNames.check(own);
            return read(own, own.getBody());
        }
        if (body instanceof TaskRequest request) {
            return request(
                    message, request.input().taskType(), request.input(), request.reference(), request.headers());
        }
        if (body instanceof JsonNode node && node.isTextual()) {
            return read(message, node.textValue());
        }
        if (body instanceof LinkupRequest request) {
            return request(message, request.taskType(), body, null, Map.of());
        }
        Map<String, ?> fields = body instanceof CharSequence || body == null ? null : RequestBody.fields(body);
        return fields == null ? request(message, null, body, null, Map.of()) : readFields(message, fields);
    }

    /** The reference that a request names itself, for an error; null if it names none that can be read. */
    static String reference(Object body) {
        if (body instanceof Exchange exchange) {
            return reference(exchange.getMessage());
        }
        if (body instanceof Message own && own.getHeader(LinkupConstants.REFERENCE) != null) {
            return own.getHeader(LinkupConstants.REFERENCE).toString();
        }
        Object item = body instanceof Message own ? own.getBody() : body;
        Object reference = null;
        if (item instanceof TaskRequest request) {
            reference = request.reference();
        } else if (item instanceof JsonNode node) {
            reference = node.get(REFERENCE);
        } else if (item instanceof Map<?, ?> map) {
            reference = map.get(REFERENCE);
        }
        return reference instanceof JsonNode node && !node.isValueNode() ? null : text(REFERENCE, reference);
    }

    /** Either {@code {"type":…,"input":{…}}} or the fields of the input, both with or without a reference. */
    private TaskRequest readFields(Message message, Map<String, ?> given) {
        Map<String, Object> fields = new LinkedHashMap<>(given);
        TaskType type = TaskOptions.type(text(TYPE, fields.remove(TYPE)));
        String reference = text(REFERENCE, fields.remove(REFERENCE));
        Map<String, Object> headers = BodyHeaders.read(fields.remove(BodyHeaders.FIELD), keepHeaders);
        if (bodyFields != BodyFields.all) {
            rejectIf(type != null && type != typeOf(message), TYPE);
            rejectIf(reference != null, REFERENCE);
            rejectIf(!headers.isEmpty(), BodyHeaders.FIELD);
        }
        if (!fields.containsKey(INPUT)) {
            templates.checkFieldsOfTask(type != null ? type : typeOf(message), fields.keySet());
            return request(message, type, fields, reference, headers);
        }
        Object input = fields.remove(INPUT);
        if (!fields.isEmpty()) {
            throw LinkupInvalidRequestException.of(
                    fields.keySet().iterator().next(),
                    "is not allowed next to input: a task has type, input, reference and headers");
        }
        return request(message, type, input, reference, headers);
    }

    private void rejectIf(boolean isSet, String field) {
        if (isSet) {
            throw RequestBody.notAllowed(field, bodyFields);
        }
    }

    private TaskRequest request(
            Message message, TaskType ownType, Object input, String ownReference, Map<String, Object> ownHeaders) {
        TaskType type = ownType != null ? ownType : typeOf(message);
        if (isResearch && type != TaskType.RESEARCH) {
            throw LinkupInvalidRequestException.of(
                    TYPE, "must be research for linkup:research, but it is " + type.apiValue());
        }
        String reference = ownReference != null
                ? ownReference
                : message.getHeader(LinkupConstants.REFERENCE, defaultReference, String.class);
        Map<String, Object> kept = keptHeaders(message);
        kept.putAll(ownHeaders);
        TaskRequest request = new TaskRequest(templates.read(type, message, input), reference, kept);
        return idempotencyPeriod.isZero() ? request : idempotent(request);
    }

    private TaskRequest idempotent(TaskRequest request) {
        if (request.reference() == null || RequestCheck.isBlank(request.reference())) {
            throw LinkupInvalidRequestException.of(
                    REFERENCE,
                    "is missing: with option idempotencyPeriod it is the key of the request. Set header "
                            + LinkupConstants.REFERENCE + ", option reference, or name it in the request");
        }
        return request.withIdempotencyPeriod(idempotencyPeriod);
    }

    private TaskType typeOf(Message message) {
        TaskType type = TaskOptions.type(message.getHeader(LinkupConstants.TYPE, defaultType));
        if (type == null) {
            throw LinkupInvalidRequestException.of(
                    TYPE,
                    "is missing: set option type to search, fetch or research"
                            + (bodyFields == BodyFields.all
                                    ? ", or name it in the request ({\"type\": …, \"input\": …})"
                                    : ", or the header " + LinkupConstants.TYPE));
        }
        return type;
    }

    /** Headers of this component are not kept: they would ask for something when the result is sent to it again. */
    private Map<String, Object> keptHeaders(Message message) {
        Map<String, Object> kept = new LinkedHashMap<>();
        if (keepHeaders.length > 0) {
            message.getHeaders().forEach((name, value) -> {
                if (value != null && !HeaderNames.isKnown(name) && PatternHelper.matchPatterns(name, keepHeaders)) {
                    kept.put(name, value);
                }
            });
        }
        return kept;
    }

    /** A value as text; null for null. */
    static String text(String field, Object value) {
        if (value instanceof JsonNode node && !node.isValueNode()) {
            throw LinkupInvalidRequestException.of(field, "must be a text");
        }
        if (value == null || value instanceof NullNode) {
            return null;
        }
        return value instanceof JsonNode node ? node.asText() : value.toString();
    }
}
