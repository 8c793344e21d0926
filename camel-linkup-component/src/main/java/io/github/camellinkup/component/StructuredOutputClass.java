package io.github.camellinkup.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import java.io.IOException;
import org.apache.camel.CamelContext;

/**
 * A class of the user for structured answers, with the JSON Schema generated from it.
 *
 * @param type the class
 * @param schema its JSON Schema
 */
record StructuredOutputClass(Class<?> type, StructuredOutputSchema schema, ObjectReader reader) {

    private static final String GENERATOR_CLASS = "com.github.victools.jsonschema.generator.SchemaGenerator";
    private static final String JACKSON_MODULE_CLASS = "com.github.victools.jsonschema.module.jackson.JacksonModule";

    /** @throws IllegalArgumentException if libraries are missing, or the class has no object schema */
    static StructuredOutputClass of(CamelContext context, Class<?> type) {
        if (context.getClassResolver().resolveClass(GENERATOR_CLASS) == null
                || context.getClassResolver().resolveClass(JACKSON_MODULE_CLASS) == null) {
            throw new IllegalArgumentException("Option structuredOutputClass needs two libraries that are missing: add"
                    + " com.github.victools:jsonschema-generator and com.github.victools:jsonschema-module-jackson");
        }
        JsonMapper mapper = JsonMapper.builder()
                .findAndAddModules()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonNode schema = ClassSchemaGenerator.schemaOf(type, mapper);
        if (!"object".equals(schema.path("type").asText())) {
            throw new IllegalArgumentException("Option structuredOutputClass must be a record or a bean, but "
                    + type.getName() + " is neither: its schema is not an object");
        }
        return new StructuredOutputClass(type, StructuredOutputSchema.of(schema), mapper.readerFor(type));
    }

    /**
     * Converts an answer to an instance.
     *
     * @throws LinkupUnknownException if the answer does not fit the class; the message says where
     */
    Object read(StructuredAnswer answer) {
        try {
            return reader.readValue(answer.data());
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    private LinkupUnknownException unreadable(String reason, Exception cause) {
        return new LinkupUnknownException(
                "The structured answer does not fit structuredOutputClass " + type.getName() + ": " + reason,
                ErrorAnswer.NONE,
                false,
                false,
                cause);
    }
}
