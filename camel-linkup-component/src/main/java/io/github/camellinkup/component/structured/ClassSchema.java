package io.github.camellinkup.component.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.impl.AsDeductionTypeDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.util.ClassUtil;
import com.fasterxml.jackson.databind.util.NameTransformer;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeContext;
import com.github.victools.jsonschema.generator.TypeScope;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the JSON Schema of a class. Which fields an object has, and what their JSON is, is asked of Jackson, so that the
 * reader agrees. victools goes through the types, and writes arrays, maps and definitions.
 *
 * <p>A field is required and not null, or may be missing and null. Required are primitives, the components of a record that
 * are no boxed types and no Optional, and {@code @JsonProperty(required = true)}.
 */
final class ClassSchema {

    private final JacksonTypes types;
    private final boolean inline;

    /** @param inline whether each type is in the place where it is used, which no type that contains itself can be */
    ClassSchema(JacksonTypes types, boolean inline) {
        this.types = types;
        this.inline = inline;
    }

    ObjectNode of(JavaType root) {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        types.mapper(), SchemaVersion.DRAFT_2020_12, new OptionPreset())
                .with(Option.SCHEMA_VERSION_INDICATOR, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        if (inline) {
            config.with(Option.INLINE_ALL_SCHEMAS);
        }
        config.forTypesInGeneral()
                .withDescriptionResolver(scope -> types.description(javaType(scope.getType())))
                .withCustomDefinitionProvider(this::definition)
                .withTypeAttributeOverride(this::complete);
        return new SchemaGenerator(config.build()).generateSchema(root.getRawClass());
    }

    /** The definition of a type that is no object with fields, no array and no map; null for the others. */
    private CustomDefinition definition(ResolvedType resolved, SchemaGenerationContext context) {
        try {
            ObjectNode schema = value(javaType(resolved), context);
            return schema == null
                    ? null
                    : new CustomDefinition(
                            schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
        } catch (JsonMappingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode value(JavaType type, SchemaGenerationContext context) throws JsonMappingException {
        if (type.isReferenceType()) {
            return nullable(reference(type.getContentType(), context), type.getContentType());
        }
        if (type.isEnumType()) {
            return constants(type);
        }
        ObjectNode known = ScalarSchemas.of(type.getRawClass());
        if (known != null || type.isContainerType() || types.tag(type) != null) {
            return known;
        }
        JsonDeserializer<?> deserializer = types.deserializer(type);
        if (deserializer instanceof BeanDeserializerBase bean && types.readAs(bean) != null) {
            ObjectNode schema = reference(types.readAs(bean), context);
            // The content of a reference comes later.
            return schema.isEmpty() ? allOf(schema) : schema;
        }
        return ScalarSchemas.of(deserializer.logicalType());
    }

    /** The values that Jackson writes and reads. */
    private ObjectNode constants(JavaType type) {
        ObjectNode schema = types.mapper().createObjectNode();
        ArrayNode values = types.mapper().createArrayNode();
        Set<String> kinds = new HashSet<>();
        for (Object constant : type.getRawClass().getEnumConstants()) {
            JsonNode value = types.mapper().valueToTree(constant);
            values.add(value);
            kinds.add(value.isTextual() ? "string" : value.isIntegralNumber() ? "integer" : "other");
        }
        if (kinds.size() == 1 && !kinds.contains("other")) {
            schema.put("type", kinds.iterator().next());
        }
        return schema.set("enum", values);
    }

    /** Adds the fields of an object, which victools has left empty. */
    private void complete(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        try {
            JavaType type = javaType(scope.getType());
            boolean isObject = "object".equals(schema.path("type").textValue()) && !type.isContainerType();
            // Inlined definitions come by twice.
            if (!isObject || schema.has("properties") || schema.has("anyOf")) {
                return;
            }
            if (types.tag(type) == null) {
                addFields(schema, type, context);
            } else {
                addSubtypes(schema, type, context);
            }
        } catch (JsonMappingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addFields(ObjectNode schema, JavaType type, SchemaGenerationContext context)
            throws JsonMappingException {
        addFields(schema, type, NameTransformer.NOP, context);
    }

    private void addFields(ObjectNode schema, JavaType type, NameTransformer names, SchemaGenerationContext context)
            throws JsonMappingException {
        ObjectNode properties = schema.withObjectProperty("properties");
        for (SettableBeanProperty property : types.properties(type)) {
            String name = names.transform(property.getName());
            properties.set(name, field(property, context));
            if (isRequired(property)) {
                schema.withArrayProperty("required").add(name);
            }
        }
        for (JacksonTypes.Unwrapped unwrapped : types.unwrapped(type)) {
            addFields(schema, unwrapped.type(), NameTransformer.chainedTransformer(names, unwrapped.names()), context);
        }
    }

    private ObjectNode field(SettableBeanProperty property, SchemaGenerationContext context)
            throws JsonMappingException {
        JavaType type = property.getType();
        String pattern = datePattern(property);
        ObjectNode schema;
        if (types.isReadInItsOwnWay(property)) {
            schema = types.mapper().createObjectNode();
        } else {
            if (types.hasElementsReadInTheirOwnWay(property)) {
                schema = types.mapper().createObjectNode().put("type", type.isMapLikeType() ? "object" : "array");
            } else {
                schema = pattern == null ? reference(type, context) : dates(type, pattern);
            }
            schema = isRequired(property) || ScalarSchemas.isOptional(type) ? schema : nullable(schema, type);
        }
        String description = property.getMetadata().getDescription();
        return description == null ? schema : schema.put("description", description);
    }

    /** The pattern that {@code @JsonFormat} gives a date or time, or those in a list or map; null if there is none. */
    private String datePattern(SettableBeanProperty property) throws JsonMappingException {
        JsonFormat.Value format = types.format(property);
        JavaType value = JacksonTypes.innermost(property.getType());
        boolean isDate = format.hasPattern() && types.deserializer(value).logicalType() == LogicalType.DateTime;
        return isDate ? format.getPattern() : null;
    }

    private ObjectNode dates(JavaType type, String pattern) throws JsonMappingException {
        JavaType content = type.getContentType();
        if (content == null) {
            return ScalarSchemas.of(LogicalType.DateTime).put("format", pattern);
        }
        ObjectNode dates = dates(content, pattern);
        if (type.isReferenceType()) {
            return nullable(dates, content);
        }
        ObjectNode schema = types.mapper().createObjectNode();
        return type.isMapLikeType()
                ? schema.put("type", "object").set("additionalProperties", dates)
                : schema.put("type", "array").set("items", dates);
    }

    private static boolean isRequired(SettableBeanProperty property) {
        JavaType type = property.getType();
        boolean isComponent = property.getMember() != null
                && property.getMember().getDeclaringClass().isRecord();
        boolean isBoxed = ClassUtil.primitiveType(type.getRawClass()) != null;
        return property.isRequired()
                || type.isPrimitive()
                || isComponent && !isBoxed && !ScalarSchemas.isOptional(type);
    }

    /** Each class that the JSON of a type can name is an object that names it. */
    private void addSubtypes(ObjectNode schema, JavaType type, SchemaGenerationContext context)
            throws JsonMappingException {
        TypeDeserializer tag = types.tag(type);
        ArrayNode alternatives = schema.putArray("anyOf");
        for (NamedType subtype : types.subtypes(type)) {
            String id = subtype.hasName()
                    ? subtype.getName()
                    : tag.getTypeIdResolver().idFromValueAndType(null, subtype.getType());
            ObjectNode object = alternatives.addObject().put("type", "object");
            if (tag.getTypeInclusion() == JsonTypeInfo.As.WRAPPER_OBJECT) {
                addFields(require(object, id).put("type", "object"), types.subtype(type, subtype), context);
            } else {
                addFields(object, types.subtype(type, subtype), context);
                if (!(tag instanceof AsDeductionTypeDeserializer)) {
                    require(object, tag.getPropertyName()).put("const", id);
                }
            }
        }
    }

    /** Adds a field that is required. */
    private static ObjectNode require(ObjectNode schema, String name) {
        ArrayNode required = schema.withArrayProperty("required");
        if (!required.valueStream().map(JsonNode::textValue).toList().contains(name)) {
            required.add(name);
        }
        return schema.withObjectProperty("properties").putObject(name);
    }

    private ObjectNode reference(JavaType type, SchemaGenerationContext context) {
        return context.createDefinitionReference(resolved(type, context.getTypeContext()));
    }

    /** Allows null, too. */
    private ObjectNode nullable(ObjectNode schema, JavaType type) throws JsonMappingException {
        if (schema.has("enum")) {
            schema.withArrayProperty("enum").addNull();
        }
        JsonNode kind = schema.path("type");
        if (kind.isTextual() && !schema.has("anyOf")) {
            schema.putArray("type").add(kind).add("null");
            return schema;
        }
        LogicalType read = types.deserializer(type).logicalType();
        if (schema.isEmpty() && (read == null || read == LogicalType.Untyped)) {
            return schema;
        }
        // A reference, whose content comes later, or one of several classes.
        ObjectNode either = types.mapper().createObjectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private ObjectNode allOf(ObjectNode schema) {
        ObjectNode all = types.mapper().createObjectNode();
        all.putArray("allOf").add(schema);
        return all;
    }

    private JavaType javaType(ResolvedType type) {
        JavaType[] parameters =
                type.getTypeParameters().stream().map(this::javaType).toArray(JavaType[]::new);
        return parameters.length == 0
                ? types.mapper().constructType(type.getErasedType())
                : types.mapper().getTypeFactory().constructParametricType(type.getErasedType(), parameters);
    }

    private static ResolvedType resolved(JavaType type, TypeContext context) {
        Type[] parameters = type.getBindings().getTypeParameters().stream()
                .map(parameter -> resolved(parameter, context))
                .toArray(Type[]::new);
        return context.resolve(type.getRawClass(), parameters);
    }
}
