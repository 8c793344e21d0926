package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.BaseStream;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/** Reads the fields of a request from a message body. */
final class RequestBody {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> QUESTION = Set.of("q", "query", "url");

    private RequestBody() {}

    /**
     * Adds the fields of a body: a text is the question or the page; a typed request, a map or JSON has fields.
     *
     * @param allowed the fields that a map or JSON may have. A typed request is made by the route itself
     * @throws LinkupInvalidRequestException if the body cannot be read, or has a field that the request does not have, or
     *     that is not allowed
     */
    static void addTo(RequestBuilder<?, ?> request, Object body, BodyFields allowed) {
        if (body == null) {
            return;
        }
        if (body instanceof CharSequence || body instanceof URI || body instanceof URL) {
            request.set(request.fieldNames().contains("q") ? "q" : "url", body.toString());
            return;
        }
        Map<String, ?> fields = fields(body);
        if (fields == null && isList(body)) {
            throw aList();
        }
        if (fields == null) {
            throw LinkupInvalidRequestException.of(
                    "body",
                    "cannot be a " + body.getClass().getName()
                            + ": it takes text, a typed request, a Map, or JSON as JsonNode, bytes, stream or file");
        }
        boolean isQuestionOnly = allowed == BodyFields.question && !(body instanceof LinkupRequest);
        if (body instanceof LinkupRequest typed && !typed.furtherFields().isEmpty()) {
            request.sendUnknownFields();
        }
        fields.forEach((field, value) -> {
            if (isQuestionOnly && !QUESTION.contains(field)) {
                throw notAllowed(field, allowed);
            }
            request.set(field, value);
        });
    }

    private static boolean isList(Object body) {
        return body instanceof Iterable<?>
                || body instanceof Iterator<?>
                || body instanceof BaseStream<?, ?>
                || body instanceof Object[];
    }

    private static LinkupInvalidRequestException aList() {
        return LinkupInvalidRequestException.of(
                "body",
                "is a list, but one request is wanted: send the list to linkup:tasks with mode=batch, or split it");
    }

    /** The error of a field that the route does not let a body decide. */
    static LinkupInvalidRequestException notAllowed(String field, BodyFields allowed) {
        return LinkupInvalidRequestException.of(
                field,
                "cannot be set by the body, because the option bodyFields is " + allowed
                        + ". Set it in the route: as an option or a header");
    }

    /** The fields of a typed request, a map or JSON, or null if the body is something else. */
    static Map<String, ?> fields(Object body) {
        if (body instanceof LinkupRequest) {
            return fields(MAPPER.<JsonNode>valueToTree(body));
        }
        if (body instanceof JsonNode node) {
            return objectFields(node);
        }
        if (body instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
            return fields;
        }
        if (body instanceof byte[] || isStream(body)) {
            return objectFields(tree(body));
        }
        return null;
    }

    /** Whether the body is a stream or a file. */
    static boolean isStream(Object body) {
        return body instanceof InputStream
                || body instanceof StreamCache
                || body instanceof WrappedFile<?>
                || body instanceof File
                || body instanceof Path;
    }

    /** Whether the body cannot be opened twice: a plain stream, or a remote file with one. */
    static boolean isReadOnce(Object body) {
        if (body instanceof WrappedFile<?> wrapped) {
            Object file = wrapped.getFile();
            return !(file instanceof File) && !(file instanceof Path) && isReadOnce(wrapped.getBody());
        }
        return body instanceof InputStream && !(body instanceof StreamCache);
    }

    /**
     * Opens bytes, a stream or a file.
     *
     * @throws LinkupInvalidRequestException if the body cannot be opened
     */
    static InputStream open(Object body) {
        try {
            if (body instanceof byte[] bytes) {
                return new ByteArrayInputStream(bytes);
            }
            if (body instanceof WrappedFile<?> wrapped) {
                Object file = wrapped.getFile();
                return open(file instanceof File || file instanceof Path ? file : wrapped.getBody());
            }
            if (body instanceof InputStream stream) {
                return stream;
            }
            if (body instanceof StreamCache cache) {
                var bytes = new ByteArrayOutputStream();
                cache.writeTo(bytes);
                return new ByteArrayInputStream(bytes.toByteArray());
            }
            if (body instanceof File || body instanceof Path) {
                return Files.newInputStream(body instanceof File file ? file.toPath() : (Path) body);
            }
        } catch (IOException e) {
            throw LinkupInvalidRequestException.of("body", "cannot be read: " + e.getMessage());
        }
        throw LinkupInvalidRequestException.of("body", "is a file whose content cannot be read as a stream");
    }

    private static JsonNode tree(Object body) {
        try (InputStream stream = open(body)) {
            return MAPPER.readTree(stream);
        } catch (IOException e) {
            throw LinkupInvalidRequestException.of(
                    "body",
                    "must be a JSON object when it is bytes, a stream or a file,"
                            + " but it cannot be read as JSON. Convert it to String to ask it as a question");
        }
    }

    private static Map<String, ?> objectFields(JsonNode node) {
        if (node.isArray()) {
            throw aList();
        }
        if (!(node instanceof ObjectNode object)) {
            throw LinkupInvalidRequestException.of(
                    "body",
                    "must be a JSON object, but it is JSON of type "
                            + node.getNodeType().name().toLowerCase());
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }
}
