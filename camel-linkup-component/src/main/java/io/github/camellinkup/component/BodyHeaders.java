package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.support.PatternHelper;
import org.apache.camel.util.StringHelper;

/**
 * The headers to keep that a request brings in its body. Requests can come from untrusted sources, and headers control
 * other components when they come back with the result. The route itself may keep any header of a message.
 */
final class BodyHeaders {

    static final String FIELD = "headers";

    private static final List<String> CONTROL_PREFIXES = List.of(
            "Camel", "org.apache.camel", "breadcrumb", "JMS", "Proxy-", "Sec-", "X-Forwarded-", "Access-Control-");

    /** Names that HTTP gives a meaning to, in lower case. */
    private static final Set<String> HTTP_HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "location",
            "origin",
            "pragma",
            "referer",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "www-authenticate");

    private BodyHeaders() {}

    /**
     * @param value a map or a JSON object; null for none
     * @param keepHeaders the patterns of the headers that may be kept
     * @throws LinkupInvalidRequestException if it is something else, or has a header that may not be kept
     */
    static Map<String, Object> read(Object value, String[] keepHeaders) {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> || value instanceof ObjectNode) {
            RequestBody.fields(value)
                    .forEach((name, header) -> headers.put(
                            name,
                            value instanceof ObjectNode ? TaskRequestReader.text(FIELD + "." + name, header) : header));
        } else if (value != null && !(value instanceof NullNode)) {
            throw LinkupInvalidRequestException.of(FIELD, "must be a map of header names and values");
        }
        headers.values().removeIf(Objects::isNull);
        headers.keySet().forEach(header -> check(header, keepHeaders));
        return headers;
    }

    private static void check(String header, String[] keepHeaders) {
        boolean controlsComponents = HTTP_HEADERS.contains(header.toLowerCase(Locale.ROOT))
                || CONTROL_PREFIXES.stream().anyMatch(prefix -> StringHelper.startsWithIgnoreCase(header, prefix));
        if (controlsComponents) {
            throw LinkupInvalidRequestException.of(
                    FIELD + "." + header,
                    "is not allowed in a request, because Camel or HTTP gives the name a meaning. Set it on the"
                            + " message, and add it to the option keepHeaders");
        }
        if (!PatternHelper.matchPatterns(header, keepHeaders)) {
            throw LinkupInvalidRequestException.of(
                    FIELD + "." + header, "is not a header to keep: add it to the option keepHeaders");
        }
    }
}
