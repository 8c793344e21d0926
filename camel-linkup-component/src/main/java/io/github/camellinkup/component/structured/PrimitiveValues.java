package io.github.camellinkup.component.structured;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.node.TreeTraversingParser;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rejects an object that has no value for a primitive. Jackson would leave 0 or false in the field of a bean. */
final class PrimitiveValues extends BeanDeserializerModifier {

    /** @param aliases other names that its value may have */
    private record Primitive(String name, Class<?> type, List<String> aliases) {

        boolean isIn(JsonNode object) {
            return object.hasNonNull(name) || aliases.stream().anyMatch(object::hasNonNull);
        }

        Primitive renamed(NameTransformer names) {
            return new Primitive(names.transform(name), type, aliases);
        }
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> deserializer) {
        if (!(deserializer instanceof BeanDeserializerBase bean)) {
            return deserializer;
        }
        List<Primitive> primitives = new ArrayList<>();
        bean.properties().forEachRemaining(property -> {
            if (property.getType().isPrimitive()) {
                List<String> aliases = property.findAliases(config).stream()
                        .map(PropertyName::getSimpleName)
                        .toList();
                primitives.add(
                        new Primitive(property.getName(), property.getType().getRawClass(), aliases));
            }
        });
        return primitives.isEmpty() ? deserializer : new Checking(bean, primitives);
    }

    private static final class Checking extends DelegatingDeserializer {

        private final transient List<Primitive> primitives;

        Checking(JsonDeserializer<?> deserializer, List<Primitive> primitives) {
            super(deserializer);
            this.primitives = primitives;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
            return new Checking(deserializer, primitives);
        }

        @Override
        @SuppressWarnings("unchecked")
        public JsonDeserializer<Object> unwrappingDeserializer(NameTransformer unwrapper) {
            JsonDeserializer<?> unwrapping =
                    ((JsonDeserializer<Object>) getDelegatee()).unwrappingDeserializer(unwrapper);
            List<Primitive> renamed = primitives.stream()
                    .map(primitive -> primitive.renamed(unwrapper))
                    .toList();
            return (JsonDeserializer<Object>) (JsonDeserializer<?>) new Checking(unwrapping, renamed);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            // Where the class is told by a field, the parser is behind the start of the object.
            boolean isObject = parser.isExpectedStartObjectToken()
                    || parser.hasToken(JsonToken.FIELD_NAME)
                    || parser.hasToken(JsonToken.END_OBJECT);
            if (!isObject) {
                return super.deserialize(parser, context);
            }
            JsonNode object = context.readTree(parser);
            for (Primitive primitive : primitives) {
                if (!primitive.isIn(object)) {
                    context.reportPropertyInputMismatch(
                            handledType(),
                            primitive.name(),
                            "missing or null, but its type is the primitive %s. If it can be unknown, declare it as a"
                                    + " boxed type or an Optional",
                            primitive.type());
                }
            }
            try (JsonParser again = new TreeTraversingParser(object, parser.getCodec())) {
                again.nextToken();
                return super.deserialize(again, context);
            }
        }
    }
}
