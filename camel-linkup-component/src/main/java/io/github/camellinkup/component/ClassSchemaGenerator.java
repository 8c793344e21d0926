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
 * Makes a JSON Schema from a class. Kept apart because the libraries for it are optional: only
 * {@link StructuredOutputClass} comes here, after it has seen that they are there.
 */
final class ClassSchemaGenerator {

    private ClassSchemaGenerator() {}

    /**
     * Descriptions come from {@code @JsonClassDescription} and {@code @JsonPropertyDescription}. Required are the
     * components of a record that are not {@link Optional}, primitive fields, and whatever
     * {@code @JsonProperty(required = true)} says.
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
