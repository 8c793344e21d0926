package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.util.StringHelper;

/**
 * Makes requests of one type: the options are filled in once, then for each message its headers win over the options,
 * and its body wins over both.
 *
 * @param <B> collects the fields
 * @param <R> the request
 */
final class RequestTemplate<B extends RequestBuilder<B, R>, R extends LinkupRequest> {

    private static final String ANY_SCHEMA = "{\"type\":\"object\"}";

    private record Field(String name, String header) {}

    private final B options;
    private final List<Field> fields = new ArrayList<>();

    /**
     * @param empty a builder without fields
     * @param optionValues the options that are set, by their names; those that the request has no field for are left
     */
    RequestTemplate(TaskType type, B empty, Map<String, Object> optionValues) {
        this.options = empty;
        for (String name : empty.fieldNames()) {
            String option = optionName(type, name);
            fields.add(new Field(name, "CamelLinkup" + StringHelper.capitalize(option)));
            Object value = optionValues.get(option);
            if (value != null) {
                options.set(name, value);
            }
        }
    }

    /** The option of a field: fetch and research both have a field called mode. */
    static String optionName(TaskType type, String field) {
        return "mode".equals(field) ? type.apiValue() + "Mode" : field;
    }

    /** Checks the options by themselves, as far as they do not depend on what a message brings. */
    void check() {
        B complete = options.copy();
        for (Field field : fields) {
            switch (field.name()) {
                case "q" -> setIfMissing(complete, "q", "?");
                case "url" -> setIfMissing(complete, "url", "https://example.com");
                case "outputType" -> setIfMissing(complete, "structuredOutputSchema", ANY_SCHEMA);
                default -> {
                    // Every other field may be missing.
                }
            }
        }
        complete.build();
    }

    private static void setIfMissing(RequestBuilder<?, ?> builder, String field, Object value) {
        if (!builder.has(field)) {
            builder.set(field, value);
        }
    }

    /**
     * @param headers the message whose headers win over the options
     * @param body what wins over the headers; null brings nothing
     * @throws LinkupInvalidRequestException if a field is missing or wrong
     */
    R read(Message headers, Object body) {
        B request = options.copy();
        if (headers.hasHeaders()) {
            for (Field field : fields) {
                Object value = headers.getHeader(field.header());
                if (value != null) {
                    request.set(field.name(), value);
                }
            }
        }
        RequestBody.addTo(request, body);
        return request.build();
    }
}
