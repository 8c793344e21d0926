package io.github.camellinkup.component;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;

/**
 * Finds properties {@code camel.component.linkup.*} that did not reach the component. Camel Main binds them; in Spring Boot
 * only a starter does. Without it the component would silently use its defaults, and call the real service. A second
 * component has properties of its own name.
 */
final class UnboundProperties {

    private static final String PREFIX = "camel.component.";

    /** What properties usually set. Without secrets, because Camel logs what it finds in the environment. */
    private static final List<String> OPTIONS = List.of(
            "baseUrl",
            "authHeader",
            "requestTimeout",
            "maxRetries",
            "maxRetryDelay",
            "maxResponseSize",
            "requestsPerSecond",
            "spendLimit",
            "priceList",
            "dataSource",
            "nodeId",
            "workerPoolSize",
            "proxyHost",
            "useGlobalSslContextParameters",
            "depth",
            "outputType");

    private UnboundProperties() {}

    /** @throws IllegalStateException if such a property is set, and its option still has the default */
    static void check(LinkupComponent component) {
        CamelContext context = component.getCamelContext();
        context.getComponentNames().stream()
                .filter(name -> context.hasComponent(name) == component)
                .forEach(name -> check(context, component, PREFIX + name + "."));
    }

    private static void check(CamelContext context, LinkupComponent component, String prefix) {
        PropertiesComponent properties = context.getPropertiesComponent();
        var options = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        LinkupComponent unset = new LinkupComponent();
        for (String option : OPTIONS) {
            Object initial = options.getOptionValue(unset, option, false);
            if (Objects.equals(initial, options.getOptionValue(component, option, false))) {
                Class<?> type = options.getOptionType(option, false);
                Stream.of(prefix + StringHelper.camelCaseToDash(option), prefix + option)
                        .filter(name -> properties
                                .resolveProperty(name)
                                .filter(text -> !isDefault(context, text, type, initial))
                                .isPresent())
                        .findFirst()
                        .ifPresent(UnboundProperties::refuse);
            }
        }
    }

    private static boolean isDefault(CamelContext context, String text, Class<?> type, Object initial) {
        return text.equalsIgnoreCase(String.valueOf(initial))
                || initial != null && initial.equals(context.getTypeConverter().tryConvertTo(type, text));
    }

    private static void refuse(String name) {
        throw new IllegalStateException("Property " + name + " is set, but it did not reach the Linkup component, which"
                + " would use its default. In Spring Boot add the dependency camel-linkup-spring-boot-starter, which binds"
                + " the properties. Where a bean replaces the component's configuration, set the option on that bean. Without"
                + " Camel Main and the starter, set it on the component");
    }
}
