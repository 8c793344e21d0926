package io.github.camellinkup.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties of one component. An option of a configuration object can also be named with that object: {@code
 * configuration.base-url} is {@code base-url}.
 */
final class ComponentProperties {

    static final String COMPONENTS = "camel.component";

    private static final String CATALOG = "/META-INF/io/github/camellinkup/component/linkup.json";

    /** What the starter and Camel read. */
    private static final List<String> SWITCHES = List.of("enabled", "customizer.enabled");

    /** All options, and the objects that they are in, or an empty text. */
    private static final Map<String, String> OPTIONS = options();

    private final Environment environment;
    private final Binder binder;
    private final ConfigurationPropertyName prefix;

    ComponentProperties(Environment environment, String component) {
        this.environment = environment;
        this.binder = Binder.get(environment);
        this.prefix = prefix(component);
    }

    private static Map<String, String> options() {
        try {
            JsonNode catalog = new JsonMapper().readTree(LinkupComponent.class.getResource(CATALOG));
            Map<String, String> options = new TreeMap<>();
            catalog.path("componentProperties")
                    .properties()
                    .forEach(option -> options.put(
                            option.getKey(),
                            option.getValue().path("configurationField").asText()));
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigurationPropertyName prefix(String component) {
        return ConfigurationPropertyName.adapt(COMPONENTS + "." + StringHelper.camelCaseToDash(component), '.');
    }

    /** The options that have a property. */
    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        OPTIONS.keySet().forEach(option -> {
            String value = value(option);
            if (value != null) {
                values.put(option, value);
            }
        });
        return values;
    }

    /** A list, as YAML has it, is joined by commas. Null without a property. */
    String value(String option) {
        return names(option)
                .map(prefix::append)
                .map(name -> binder.bind(name, Bindable.of(String.class))
                        .orElseGet(() -> binder.bind(name, Bindable.listOf(String.class))
                                .map(values -> String.join(",", values))
                                .orElse(null)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<String> names(String option) {
        String name = StringHelper.camelCaseToDash(option);
        String object = OPTIONS.get(option);
        return object.isEmpty() ? Stream.of(name) : Stream.of(name, StringHelper.camelCaseToDash(object) + "." + name);
    }

    /**
     * Refuses properties that are no option, such as misspelt ones.
     *
     * @param components the names of all components
     */
    void refuseUnknown(List<String> components) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                refuseUnknown(properties, components);
            }
        }
    }

    private void refuseUnknown(IterableConfigurationPropertySource properties, List<String> components) {
        boolean areVariables = properties.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        // The underscores of variables are dots and dashes alike.
        String separator = areVariables ? "" : ".";
        Set<String> known = Stream.concat(
                        SWITCHES.stream(), OPTIONS.keySet().stream().flatMap(ComponentProperties::names))
                .map(name -> uniform(ConfigurationPropertyName.of(name), 0, separator))
                .collect(Collectors.toSet());
        for (ConfigurationPropertyName name : properties) {
            if (prefix.isAncestorOf(name) && !(areVariables && isOfAnother(name, components))) {
                String option = uniform(name, prefix.getNumberOfElements(), separator);
                if (!known.contains(option)) {
                    throw new IllegalArgumentException("Property " + name + " is no option of the Linkup component"
                            + Spelling.suggestion(option.substring(option.lastIndexOf('.') + 1), OPTIONS.keySet()));
                }
            }
        }
    }

    /** Without the index of an element of a list. */
    private static String uniform(ConfigurationPropertyName name, int from, String separator) {
        return IntStream.range(from, name.getNumberOfElements())
                .filter(element -> !name.isNumericIndex(element))
                .mapToObj(element -> name.getElement(element, Form.UNIFORM))
                .collect(Collectors.joining(separator));
    }

    /** {@code CAMEL_COMPONENT_LINKUP_EU_DEPTH} is of the component {@code linkup-eu}. */
    private boolean isOfAnother(ConfigurationPropertyName name, List<String> components) {
        return components.stream()
                .map(component -> uniform(prefix(component), 0, ""))
                .anyMatch(other -> other.length() > uniform(prefix, 0, "").length()
                        && uniform(name, 0, "").startsWith(other));
    }
}
