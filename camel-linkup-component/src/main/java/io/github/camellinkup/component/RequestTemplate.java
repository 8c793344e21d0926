package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RequestBuilder;
import io.github.camellinkup.client.model.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.util.StringHelper;

/** Makes requests of one type. The headers of a message override the options; its body overrides both. */
final class RequestTemplate<B extends RequestBuilder<B, R>, R extends LinkupRequest> {

    private static final String ANY_SCHEMA = "{\"type\":\"object\"}";

    private record Field(String name, String header) {}

    private final B options;
    private final List<Field> fields = new ArrayList<>();

    /**
     * @param empty a builder without fields
     * @param optionValues options by name; null values and options without a field are ignored
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

    /** Checks the options that do not depend on a message. */
    void check() {
        B complete = options.copy();
        for (Field field : fields) {
            switch (field.name()) {
                case "q" -> setIfMissing(complete, "q", "?");
                case "url" -> setIfMissing(complete, "url", "https://example.com");
                case "outputType" -> setIfMissing(complete, "structuredOutputSchema", ANY_SCHEMA);
                default -> {
                    // Other fields are optional.
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
