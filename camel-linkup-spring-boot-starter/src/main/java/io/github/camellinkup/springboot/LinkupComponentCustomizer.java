package io.github.camellinkup.springboot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camellinkup.component.LinkupComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Sets those options of a component that the application has properties for, as Camel Main does: with {@code #bean:},
 * {@code #type:} and {@code #class:} values, and times such as {@code 60s}. Other options stay as they are. A component of
 * another name than {@code linkup} has properties of that name.
 */
final class LinkupComponentCustomizer implements ComponentCustomizer {

    private static final String CATALOG = "/META-INF/io/github/camellinkup/component/linkup.json";
    private static final String COMPONENTS = "camel.component";

    /** The names of all options. */
    private static final List<String> OPTIONS = options();

    private final Environment environment;

    LinkupComponentCustomizer(Environment environment) {
        this.environment = environment;
    }

    private static List<String> options() {
        try {
            return new JsonMapper()
                            .readTree(LinkupComponent.class.getResource(CATALOG))
                            .path("componentProperties")
                            .properties()
                            .stream()
                            .map(Map.Entry::getKey)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof LinkupComponent
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, COMPONENTS + ".customizer", prefix(name) + ".customizer");
    }

    /** @throws RuntimeException if a value does not fit its option; names the option */
    @Override
    public void configure(String name, Component target) {
        Map<String, Object> values = new HashMap<>();
        Binder binder = Binder.get(environment);
        OPTIONS.forEach(option -> value(binder, prefix(name), option).ifPresent(value -> values.put(option, value)));
        PropertyBindingSupport.build()
                .withCamelContext(target.getCamelContext())
                .withTarget(target)
                .withConfigurer(target.getComponentPropertyConfigurer())
                .withProperties(values)
                .withMandatory(true)
                .bind();
    }

    private static ConfigurationPropertyName prefix(String component) {
        return ConfigurationPropertyName.adapt(COMPONENTS + "." + component, '.');
    }

    /** A list, as YAML has it, is joined by commas. */
    private static Optional<String> value(Binder binder, ConfigurationPropertyName component, String option) {
        ConfigurationPropertyName name = component.append(StringHelper.camelCaseToDash(option));
        return Optional.ofNullable(binder.bind(name, Bindable.of(String.class))
                .orElseGet(() -> binder.bind(name, Bindable.listOf(String.class))
                        .map(values -> String.join(",", values))
                        .orElse(null)));
    }
}
