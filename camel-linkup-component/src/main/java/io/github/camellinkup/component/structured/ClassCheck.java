package io.github.camellinkup.component.structured;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.util.BeanUtil;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses a class that Jackson could never read from an answer, before an answer is paid for. */
final class ClassCheck {

    private final JavaType root;
    private final JacksonTypes types;
    private final Set<JavaType> checked = new HashSet<>();
    private final Set<JavaType> walked = new HashSet<>();
    private final Deque<JavaType> open = new ArrayDeque<>();
    private String recursiveField;

    private ClassCheck(JavaType root, JacksonTypes types) {
        this.root = root;
        this.types = types;
    }

    /**
     * @return a field whose type contains itself; null if there is none
     * @throws IllegalArgumentException if Jackson cannot read the class; names the class and the field
     */
    static String check(JavaType root, JacksonTypes types) {
        ClassCheck check = new ClassCheck(root, types);
        check.checkType(root, "");
        check.checkIsObject();
        return check.recursiveField;
    }

    private void checkIsObject() {
        try {
            if (!isObject(root)) {
                throw new IllegalArgumentException("Option structuredOutputClass must be a record or a bean, but "
                        + root.getRawClass().getTypeName() + " is neither: its JSON is not an object");
            }
        } catch (JsonMappingException e) {
            throw unreadable(root, "", e.getOriginalMessage());
        }
    }

    private boolean isObject(JavaType type) throws JsonMappingException {
        JsonDeserializer<?> deserializer = types.deserializer(type);
        JavaType readAs = deserializer instanceof BeanDeserializerBase bean ? types.readAs(bean) : null;
        if (readAs != null) {
            return isObject(readAs);
        }
        return deserializer.logicalType() == LogicalType.POJO || deserializer.logicalType() == LogicalType.Map;
    }

    private void checkType(JavaType type, String field) {
        try {
            if (types.hasReaderOfItsOwn(type)) {
                findRecursion(type, field);
            } else if (type.isEnumType()) {
                checkConstants(type, field);
            } else if (type.isContainerType() || type.isReferenceType()) {
                types.deserializer(type);
                if (type.getKeyType() != null) {
                    types.checkKey(type.getKeyType());
                }
                checkType(type.getContentType(), field);
            } else if (types.tag(type) != null) {
                checkTagged(type, field);
            } else {
                checkObject(type, field);
            }
        } catch (JsonMappingException e) {
            throw unreadable(type, field, e.getOriginalMessage());
        }
    }

    /** A class with a reader of its own may have fields of any type. But the schema has its fields. */
    private void findRecursion(JavaType type, String field) throws JsonMappingException {
        JavaType value = JacksonTypes.innermost(type);
        if (open.contains(value)) {
            recursiveField = field;
        } else if (walked.add(value)) {
            open.push(value);
            for (SettableBeanProperty property : types.properties(value)) {
                if (!types.isReadInItsOwnWay(property) && !types.hasElementsReadInTheirOwnWay(property)) {
                    findRecursion(property.getType(), path(field, property.getName()));
                }
            }
            open.pop();
        }
    }

    private void checkConstants(JavaType type, String field) {
        for (Object constant : type.getRawClass().getEnumConstants()) {
            JsonNode json = types.mapper().valueToTree(constant);
            try {
                if (types.mapper().treeToValue(json, type) == constant) {
                    continue;
                }
            } catch (JsonProcessingException e) {
                // Told below, as for a text that is read as another constant.
            }
            throw refusal(
                    type,
                    field,
                    "has the constant " + ((Enum<?>) constant).name() + ", which Jackson writes as " + json
                            + " and does not read from it: give each constant its own value with @JsonValue or"
                            + " @JsonProperty");
        }
    }

    private void checkTagged(JavaType type, String field) throws JsonMappingException {
        TypeDeserializer tag = types.tag(type);
        if (tag.getTypeInclusion() == JsonTypeInfo.As.WRAPPER_ARRAY) {
            throw refusal(type, field, "tells its class by a wrapper array: set another include in its @JsonTypeInfo");
        }
        List<NamedType> subtypes = types.subtypes(type);
        if (subtypes.isEmpty()) {
            throw refusal(type, field, "names no class that can be made: add @JsonSubTypes");
        }
        for (NamedType subtype : subtypes) {
            checkObject(types.subtype(type, subtype), field);
        }
    }

    private void checkObject(JavaType type, String field) throws JsonMappingException {
        if (open.contains(type)) {
            recursiveField = field;
            return;
        }
        if (!checked.add(type)) {
            return;
        }
        JsonDeserializer<?> deserializer = deserializer(type, field);
        if (deserializer instanceof UnsupportedTypeDeserializer) {
            throw unreadable(
                    type, field, BeanUtil.checkUnsupportedType(types.mapper().getDeserializationConfig(), type));
        }
        if (deserializer instanceof AbstractDeserializer) {
            throw refusal(
                    type,
                    field,
                    "is abstract: use a record or a class, or let @JsonTypeInfo and @JsonSubTypes tell its classes");
        }
        if (deserializer instanceof ContainerDeserializerBase) {
            throw refusal(type, field, "has no JSON Schema: use a List or a Map");
        }
        if (deserializer instanceof BeanDeserializerBase bean) {
            open.push(type);
            checkBean(type, field, bean);
            open.pop();
        }
    }

    private JsonDeserializer<?> deserializer(JavaType type, String field) throws JsonMappingException {
        try {
            return types.deserializer(type);
        } catch (JsonMappingException e) {
            // The failure of a field, perhaps, of which Jackson tells only the type.
            types.described(type)
                    .forEach(property -> checkType(property.getPrimaryType(), path(field, property.getName())));
            throw e;
        }
    }

    private static String path(String field, String name) {
        return field.isEmpty() ? name : field + "." + name;
    }

    private void checkBean(JavaType type, String field, BeanDeserializerBase bean) throws JsonMappingException {
        if (ClassUtil.isNonStaticInnerClass(type.getRawClass())) {
            throw refusal(type, field, "is a class inside another one and not static: make it static, or a record");
        }
        JavaType readAs = types.readAs(bean);
        if (readAs != null) {
            checkType(readAs, field);
            return;
        }
        if (types.isReadFromArray(type)) {
            throw fromArray(type, field);
        }
        ValueInstantiator creator = bean.getValueInstantiator();
        if (!creator.canCreateUsingDefault() && !creator.canCreateFromObjectWith()) {
            throw refusal(
                    type,
                    field,
                    "has no constructor that Jackson can use: make it a record, or give it a constructor without"
                            + " parameters, or one with @JsonCreator and @JsonProperty");
        }
        if (types.properties(type).isEmpty() && !types.canBeEmpty(type)) {
            throw refusal(type, field, "has no field that Jackson can set: make it a record, or give it setters");
        }
        for (SettableBeanProperty property : types.properties(type)) {
            if (!types.isReadInItsOwnWay(property)) {
                checkField(property, path(field, property.getName()));
            }
        }
        for (JacksonTypes.Unwrapped unwrapped : types.unwrapped(type)) {
            checkType(unwrapped.type(), field);
        }
    }

    private void checkField(SettableBeanProperty property, String field) throws JsonMappingException {
        JavaType type = property.getType();
        if (types.hasElementsReadInTheirOwnWay(property)) {
            return;
        }
        JavaType value = JacksonTypes.innermost(type);
        if (types.format(property).getShape() == JsonFormat.Shape.ARRAY
                && types.deserializer(value) instanceof BeanDeserializerBase) {
            throw fromArray(value, field);
        }
        checkType(type, field);
    }

    private IllegalArgumentException fromArray(JavaType type, String field) {
        return refusal(type, field, "is read from an array: remove the shape ARRAY from its @JsonFormat");
    }

    private IllegalArgumentException unreadable(JavaType type, String field, String reason) {
        return refusal(type, field, "cannot be read by Jackson: " + reason);
    }

    private IllegalArgumentException refusal(JavaType type, String field, String problem) {
        String name = type.getRawClass().getTypeName();
        String subject = field.isEmpty()
                ? "class " + name + " "
                : "field " + field + " of class " + root.getRawClass().getTypeName() + " is of type " + name
                        + ", which ";
        return new IllegalArgumentException("Option structuredOutputClass: " + subject + problem);
    }
}
