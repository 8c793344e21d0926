package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.Optional;

/**
 * Generates a JSON Schema from a class. A class of its own, because its libraries are optional:
 * {@link StructuredOutputClass} calls it only if they are present.
 */
final class ClassSchemaGenerator {

    private ClassSchemaGenerator() {}

    /**
     * Descriptions come from {@code @JsonClassDescription} and {@code @JsonPropertyDescription}. Required are record
     * components that are not {@link Optional}, primitive fields, and {@code @JsonProperty(required = true)}.
     */
    static JsonNode schemaOf(Class<?> type, ObjectMapper mapper) {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.FLATTENED_OPTIONALS, Option.EXTRA_OPEN_API_FORMAT_VALUES)
                .with(new JacksonModule(
                        JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.forFields().withRequiredCheck(ClassSchemaGenerator::isRequired);
        return new SchemaGenerator(config.build()).generateSchema(type);
    }

    private static boolean isRequired(FieldScope field) {
        boolean optional = field.getType() != null && field.getType().getErasedType() == Optional.class;
        Class<?> owner = field.getDeclaringType().getErasedType();
        return !optional && (owner.isRecord() || field.getType().getErasedType().isPrimitive());
    }
}
