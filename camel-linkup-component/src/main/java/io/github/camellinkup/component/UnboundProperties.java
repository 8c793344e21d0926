package io.github.camellinkup.component;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;

/**
 * Finds properties {@code camel.component.linkup.*} that did not reach the component. Camel Main binds them; in Spring Boot
 * only a starter does. Without it the component would silently use its defaults, and call the real service. A second
 * component has properties of its own name.
 */
final class UnboundProperties {

    private static final String PREFIX = "camel.component.";

    private static final String SECRET = "apiKey";

    /** What properties usually set. */
    private static final List<String> OPTIONS = List.of(
            SECRET,
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
        var options = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
        LinkupComponent unset = new LinkupComponent();
        for (String option : OPTIONS) {
            Object initial = options.getOptionValue(unset, option, false);
            if (Objects.equals(initial, options.getOptionValue(component, option, false))) {
                Class<?> type = options.getOptionType(option, false);
                names(prefix, option)
                        .filter(name -> component.environmentVariable(variable(name)) != null
                                && isOther(context, component.environmentVariable(variable(name)), type, initial))
                        .findFirst()
                        .ifPresent(name -> refuseVariable(context, prefix, option, variable(name)));
                // Camel logs what it finds so.
                if (!option.equals(SECRET)) {
                    names(prefix, option)
                            .filter(name -> context.getPropertiesComponent()
                                    .resolveProperty(name)
                                    .filter(text -> isOther(context, text, type, initial))
                                    .isPresent())
                            .findFirst()
                            .ifPresent(name -> refuseProperty(context, prefix, name));
                }
            }
        }
    }

    private static Stream<String> names(String prefix, String option) {
        return Stream.of(prefix + StringHelper.camelCaseToDash(option), prefix + option);
    }

    private static String variable(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static boolean isOther(CamelContext context, String text, Class<?> type, Object initial) {
        return !text.isBlank()
                && !text.equalsIgnoreCase(String.valueOf(initial))
                && (initial == null
                        || !initial.equals(context.getTypeConverter().tryConvertTo(type, text)));
    }

    private static void refuseVariable(CamelContext context, String prefix, String option, String variable) {
        String dashed = StringHelper.camelCaseToDash(option);
        refuse(
                context,
                prefix,
                "Environment variable " + variable,
                "In Spring Boot add the dependency camel-linkup-spring-boot-starter, which reads such variables. Elsewhere"
                        + " rename the variable, and set the property " + prefix + dashed + "={{env:LINKUP_"
                        + variable(dashed) + "}}");
    }

    private static void refuseProperty(CamelContext context, String prefix, String property) {
        refuse(
                context,
                prefix,
                "Property " + property,
                "In Spring Boot add the dependency camel-linkup-spring-boot-starter, which binds the properties. Without"
                        + " Camel Main and the starter, set the option on the component");
    }

    private static void refuse(CamelContext context, String prefix, String what, String remedy) {
        String reason = Stream.of(prefix, PREFIX)
                .flatMap(level -> Stream.of(level + "enabled", level + "customizer.enabled"))
                .filter(name -> context.getPropertiesComponent()
                        .resolveProperty(name)
                        .filter("false"::equalsIgnoreCase)
                        .isPresent())
                .findFirst()
                .map(name -> "because of " + name + "=false. Remove one of them")
                .orElse("which would use its default. " + remedy);
        throw new IllegalStateException(what + " is set, but it did not reach the Linkup component, " + reason);
    }
}
