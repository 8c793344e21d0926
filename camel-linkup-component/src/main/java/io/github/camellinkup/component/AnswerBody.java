package io.github.camellinkup.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Puts answers into the body of exchanges, structured ones as instances of {@code structuredOutputClass} if that is set.
 * If an answer does not fit the class, the body is unchanged and the property {@code CamelLinkupAnswer} has the answer.
 *
 * @param type the class; null for a Map
 * @param schema the JSON Schema of the class, or null
 */
record AnswerBody(Class<?> type, StructuredOutputSchema schema, ObjectReader reader) {

    static final AnswerBody AS_RECEIVED = new AnswerBody(null, null, null);

    private static final String GENERATOR_CLASS = "com.github.victools.jsonschema.generator.SchemaGenerator";
    private static final String JACKSON_MODULE_CLASS = "com.github.victools.jsonschema.module.jackson.JacksonModule";

    /** @throws IllegalArgumentException if libraries are missing, or the class has no object schema */
    static AnswerBody instanceOf(CamelContext context, Class<?> type) {
        if (context.getClassResolver().resolveClass(GENERATOR_CLASS) == null
                || context.getClassResolver().resolveClass(JACKSON_MODULE_CLASS) == null) {
            throw new IllegalArgumentException("Option structuredOutputClass needs two libraries that are missing: add"
                    + " com.github.victools:jsonschema-generator and com.github.victools:jsonschema-module-jackson");
        }
        JsonMapper mapper = JsonMapper.builder()
                .findAndAddModules()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonNode schema = Schemas.of(type, mapper);
        if (!"object".equals(schema.path("type").asText())) {
            throw new IllegalArgumentException("Option structuredOutputClass must be a record or a bean, but "
                    + type.getName() + " is neither: its schema is not an object");
        }
        return new AnswerBody(type, StructuredOutputSchema.of(schema), mapper.readerFor(type));
    }

    /**
     * @param requested the requested schema, or null if unknown. With another schema than that of the class the answer
     *     stays a Map
     * @throws LinkupMismatchedAnswerException if the answer does not fit the class; the message says where
     */
    void set(Exchange exchange, LinkupAnswer answer, StructuredOutputSchema requested) {
        Message message = exchange.getMessage();
        Object body = answer;
        // An earlier call of the same route may have set these.
        message.removeHeader(LinkupConstants.SOURCES);
        exchange.removeProperty(LinkupConstants.ANSWER_PROPERTY);
        if (answer instanceof StructuredAnswer structured) {
            if (structured.hasSources()) {
                message.setHeader(LinkupConstants.SOURCES, structured.sources());
            }
            if (type != null && (requested == null || requested.equals(schema))) {
                exchange.setProperty(LinkupConstants.ANSWER_PROPERTY, answer);
                body = instance(structured);
            }
        }
        message.setBody(body);
    }

    private Object instance(StructuredAnswer answer) {
        try {
            return reader.readValue(answer.data());
        } catch (IOException e) {
            throw new LinkupMismatchedAnswerException(
                    "The structured answer does not fit structuredOutputClass " + type.getName(), detail(e), e);
        }
    }

    private static ErrorDetail detail(IOException failure) {
        String reason =
                failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
        return new ErrorDetail(failure instanceof JsonMappingException mapping ? field(mapping) : null, reason);
    }

    /** The place in the answer, such as {@code board[0].age}. */
    private static String field(JsonMappingException failure) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return field.toString();
    }

    /** A class of its own, because its libraries are optional: it is loaded only if they are present. */
    private static final class Schemas {

        /**
         * Descriptions come from {@code @JsonClassDescription} and {@code @JsonPropertyDescription}. Required are record
         * components that are not {@link Optional}, primitive fields, and {@code @JsonProperty(required = true)}.
         */
        static JsonNode of(Class<?> type, ObjectMapper mapper) {
            SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                            mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                    .with(Option.FLATTENED_OPTIONALS, Option.EXTRA_OPEN_API_FORMAT_VALUES)
                    .with(new JacksonModule(
                            JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                            JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                            JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
            config.forFields().withRequiredCheck(Schemas::isRequired);
            return new SchemaGenerator(config.build()).generateSchema(type);
        }

        private static boolean isRequired(FieldScope field) {
            boolean optional = field.getType() != null && field.getType().getErasedType() == Optional.class;
            Class<?> owner = field.getDeclaringType().getErasedType();
            return !optional
                    && (owner.isRecord() || field.getType().getErasedType().isPrimitive());
        }
    }
}
