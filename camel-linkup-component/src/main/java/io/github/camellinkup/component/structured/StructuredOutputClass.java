package io.github.camellinkup.component.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;

/**
 * A class that structured answers are read into. Its JSON Schema follows from what Jackson reads into the class, so that an
 * answer that matches the schema can be read. Immutable and thread-safe.
 *
 * <p>Internal. Routes name the class in the option {@code structuredOutputClass}.
 */
public final class StructuredOutputClass {

    private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Class<?> type;
    private final StructuredOutputSchema schema;
    private final ObjectReader reader;

    private StructuredOutputClass(Class<?> type, Boolean inlineDefinitions) {
        JsonMapper mapper = mapper();
        JavaType root = mapper.constructType(type);
        JacksonTypes types = new JacksonTypes(mapper);
        String recursiveField = ClassCheck.check(root, types);
        if (recursiveField != null && Boolean.TRUE.equals(inlineDefinitions)) {
            throw new IllegalArgumentException("Option inlineDefinitions cannot be true, because the type of field "
                    + recursiveField + " of structuredOutputClass " + type.getName()
                    + " contains itself: remove the option");
        }
        boolean inline = inlineDefinitions == null ? recursiveField == null : inlineDefinitions;
        this.type = type;
        this.schema = StructuredOutputSchema.of(new ClassSchema(types, inline).of(root));
        this.reader = mapper.readerFor(root);
        // Loads what reading an answer needs, so that libraries that do not fit together fail here.
        mapper.convertValue(mapper.createObjectNode(), Map.class);
    }

    /**
     * @param type a record or a bean
     * @param inlineDefinitions whether the schema has each type in the place where it is used, without {@code $defs};
     *     null: if no type contains itself
     * @throws IllegalArgumentException if an answer could never be read into the class, or libraries do not fit together
     */
    public static StructuredOutputClass of(Class<?> type, Boolean inlineDefinitions) {
        try {
            return new StructuredOutputClass(type, inlineDefinitions);
        } catch (LinkageError | ServiceConfigurationError e) {
            throw new IllegalArgumentException(LibraryVersions.describe(type, e), e);
        }
    }

    static JsonMapper mapper() {
        return JsonMapper.builder()
                .findAndAddModules()
                .addModule(new SimpleModule().setDeserializerModifier(new PrimitiveValues()))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                // 2007 would be the 2007th day after 1970.
                .withCoercionConfig(
                        LogicalType.DateTime,
                        coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** The JSON Schema of the class. */
    public StructuredOutputSchema schema() {
        return schema;
    }

    /**
     * Reads an instance.
     *
     * @param data the object that the schema describes
     * @throws LinkupMismatchedAnswerException if it does not fit the class; names the field
     */
    public Object read(JsonNode data) {
        if (!data.isObject()) {
            throw mismatch(
                    new ErrorDetail(
                            null,
                            "an object was expected, but it is "
                                    + data.getNodeType().name().toLowerCase(Locale.ROOT)),
                    null);
        }
        try {
            return readWithIntegers(data);
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw mismatch(
                    new ErrorDetail(e instanceof JsonMappingException mapping ? field(mapping) : null, reason), e);
        }
    }

    /** In JSON Schema 3.0 is an integer. For Jackson it is not, and a field of another type keeps it as it is. */
    private Object readWithIntegers(JsonNode data) throws IOException {
        try {
            return reader.readValue(data);
        } catch (JsonMappingException e) {
            return reader.readValue(withIntegers(data));
        }
    }

    private LinkupMismatchedAnswerException mismatch(ErrorDetail detail, Throwable cause) {
        return new LinkupMismatchedAnswerException(
                "The structured answer does not fit structuredOutputClass " + type.getName(), detail, cause);
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

    private static JsonNode withIntegers(JsonNode value) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> object.set(field.getKey(), withIntegers(field.getValue())));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(element -> array.add(withIntegers(element)));
            return array;
        }
        return value.isFloatingPointNumber() && isInteger(value.decimalValue())
                ? JsonNodeFactory.instance.numberNode(value.longValue())
                : value;
    }

    private static boolean isInteger(BigDecimal number) {
        return number.abs().compareTo(MAX_INTEGER) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
