package io.github.camellinkup.component.structured;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerFactory;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What Jackson reads into types. */
final class JacksonTypes {

    /**
     * A field whose own fields are in the object around it ({@code @JsonUnwrapped}).
     *
     * @param names makes the names that they have there
     */
    record Unwrapped(JavaType type, NameTransformer names) {}

    private final ObjectMapper mapper;
    private final DeserializationConfig config;
    private final DeserializationContext context;

    JacksonTypes(ObjectMapper mapper) {
        this.mapper = mapper;
        this.config = mapper.getDeserializationConfig();
        this.context = ((DefaultDeserializationContext) mapper.getDeserializationContext()).createDummyInstance(config);
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /**
     * How Jackson reads a type. For a class with a reader of its own, of which nothing is known, how it would without it.
     *
     * @throws JsonMappingException if Jackson cannot read the type
     */
    JsonDeserializer<?> deserializer(JavaType type) throws JsonMappingException {
        JsonDeserializer<?> deserializer = hasReaderOfItsOwn(type)
                ? ((BeanDeserializerFactory) context.getFactory())
                        .buildBeanDeserializer(context, type, config.introspect(type))
                : context.findNonContextualValueDeserializer(type);
        while (deserializer.getDelegatee() != null) {
            deserializer = deserializer.getDelegatee();
        }
        return deserializer;
    }

    /** Whether a class is read by a deserializer that an annotation of the class names. */
    boolean hasReaderOfItsOwn(JavaType type) {
        return !type.isContainerType()
                && !type.isEnumType()
                && config.getAnnotationIntrospector()
                                .findDeserializer(
                                        config.introspectClassAnnotations(type).getClassInfo())
                        != null;
    }

    /** @throws JsonMappingException if Jackson cannot read keys of this type */
    void checkKey(JavaType type) throws JsonMappingException {
        context.findKeyDeserializer(type, null);
    }

    /** The fields that Jackson reads into an object, in the order of the class. */
    List<SettableBeanProperty> properties(JavaType type) throws JsonMappingException {
        List<SettableBeanProperty> properties = new ArrayList<>();
        if (deserializer(type) instanceof BeanDeserializerBase bean) {
            bean.properties().forEachRemaining(properties::add);
        }
        List<String> order =
                described(type).stream().map(BeanPropertyDefinition::getName).toList();
        properties.sort(Comparator.comparingInt(property -> order.indexOf(property.getName())));
        return properties;
    }

    /** The fields of a class, also where Jackson cannot read the class. */
    List<BeanPropertyDefinition> described(JavaType type) {
        return config.introspect(type).findProperties().stream()
                .filter(BeanPropertyDefinition::couldDeserialize)
                .toList();
    }

    /** The text of {@code @JsonClassDescription}; null if there is none. */
    String description(JavaType type) {
        return config.getAnnotationIntrospector()
                .findClassDescription(config.introspectClassAnnotations(type).getClassInfo());
    }

    /** The fields whose own fields are in the object around them. */
    List<Unwrapped> unwrapped(JavaType type) {
        List<Unwrapped> unwrapped = new ArrayList<>();
        for (BeanPropertyDefinition property : described(type)) {
            NameTransformer names =
                    config.getAnnotationIntrospector().findUnwrappingNameTransformer(property.getMutator());
            if (names != null) {
                unwrapped.add(new Unwrapped(property.getPrimaryType(), names));
            }
        }
        return unwrapped;
    }

    /** Whether an object without fields can make sense: a record, one of several classes, one that takes any field. */
    boolean canBeEmpty(JavaType type) throws JsonMappingException {
        return type.isRecordType()
                || tag(type) != null
                || config.introspect(type).findAnySetterAccessor() != null
                || !unwrapped(type).isEmpty();
    }

    /** The type whose JSON an object is made from, such as a text; null if its JSON is an object with its fields. */
    JavaType readAs(BeanDeserializerBase bean) {
        ValueInstantiator creator = bean.getValueInstantiator();
        if (creator.canCreateUsingDelegate()) {
            return creator.getDelegateType(config);
        }
        if (creator.canCreateUsingDefault() || creator.canCreateFromObjectWith()) {
            return null;
        }
        if (creator.canCreateUsingArrayDelegate()) {
            return creator.getArrayDelegateType(config);
        }
        Class<?> scalar = scalar(creator);
        return scalar == null ? null : mapper.constructType(scalar);
    }

    private static Class<?> scalar(ValueInstantiator creator) {
        if (creator.canCreateFromString()) {
            return String.class;
        }
        if (creator.canCreateFromInt()) {
            return int.class;
        }
        if (creator.canCreateFromLong()) {
            return long.class;
        }
        if (creator.canCreateFromDouble()) {
            return double.class;
        }
        return creator.canCreateFromBoolean() ? boolean.class : null;
    }

    /** Whether a field is read in a way of its own, of which its type says nothing. */
    boolean isReadInItsOwnWay(SettableBeanProperty property) {
        AnnotationIntrospector annotations = config.getAnnotationIntrospector();
        AnnotatedMember member = property.getMember();
        return member != null
                && (annotations.findDeserializer(member) != null
                        || annotations.findDeserializationConverter(member) != null
                        || annotations.findPolymorphicTypeInfo(config, member) != null);
    }

    /** Whether the elements or keys of a field are read in a way of their own. */
    boolean hasElementsReadInTheirOwnWay(SettableBeanProperty property) {
        AnnotationIntrospector annotations = config.getAnnotationIntrospector();
        AnnotatedMember member = property.getMember();
        return member != null
                && (annotations.findContentDeserializer(member) != null
                        || annotations.findDeserializationContentConverter(member) != null
                        || annotations.findKeyDeserializer(member) != null);
    }

    /** The {@code @JsonFormat} of a field. */
    JsonFormat.Value format(SettableBeanProperty property) {
        return property.findPropertyFormat(config, Object.class);
    }

    /** Whether an object is read from an array of its fields. */
    boolean isReadFromArray(JavaType type) {
        JsonFormat.Value format = config.getAnnotationIntrospector()
                .findFormat(config.introspectClassAnnotations(type).getClassInfo());
        return format != null && format.getShape() == JsonFormat.Shape.ARRAY;
    }

    /** The type of the values in lists, maps and references. */
    static JavaType innermost(JavaType type) {
        return type.getContentType() == null ? type : innermost(type.getContentType());
    }

    /** How the JSON of a type tells its class; null if it does not. */
    TypeDeserializer tag(JavaType type) throws JsonMappingException {
        return context.getFactory().findTypeDeserializer(config, type);
    }

    /** The classes that the JSON of a type can name. */
    List<NamedType> subtypes(JavaType type) {
        return config
                .getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(
                        config, config.introspectClassAnnotations(type).getClassInfo())
                .stream()
                .filter(subtype -> !mapper.constructType(subtype.getType()).isAbstract())
                .toList();
    }

    /** A class that the JSON of a type can name. */
    JavaType subtype(JavaType type, NamedType subtype) {
        return mapper.getTypeFactory().constructSpecializedType(type, subtype.getType());
    }
}
