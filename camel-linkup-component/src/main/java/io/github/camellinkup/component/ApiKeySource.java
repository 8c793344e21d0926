package io.github.camellinkup.component;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.ObjectHelper;

/**
 * Finds the API key. Camel logs the value of each property that it resolves, so the key is read where Camel would find it.
 *
 * @param context has the properties
 * @param environment the environment variables
 */
record ApiKeySource(CamelContext context, UnaryOperator<String> environment) {

    private static final String PROPERTY = "linkup.api-key";
    private static final String VARIABLE = "LINKUP_API_KEY";

    /**
     * The option, the environment variable {@code LINKUP_API_KEY}, or the property {@code linkup.api-key}: the first that
     * is not empty.
     *
     * @param option the value of the option apiKey, or null
     * @throws IllegalArgumentException if there is no key, or it cannot be one; the message does not contain it
     */
    String key(String option) {
        return found("Option apiKey", option)
                .or(() -> found("Environment variable " + VARIABLE, environment.apply(VARIABLE)))
                .or(() -> found("System property " + PROPERTY, System.getProperty(PROPERTY)))
                .or(() -> found("Property " + PROPERTY, property(PROPERTY)))
                .or(() -> found("Property " + VARIABLE, property(VARIABLE)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The Linkup API key is missing: set option apiKey (camel.component.linkup.api-key, which in Spring"
                                + " Boot needs camel-linkup-spring-boot-starter), property " + PROPERTY
                                + " or environment variable " + VARIABLE));
    }

    private static Optional<String> found(String name, String value) {
        return Optional.ofNullable(value).filter(ObjectHelper::isNotEmpty).map(key -> checked(name, key.strip()));
    }

    private static String checked(String name, String key) {
        if (key.contains("{{") || key.contains("${")) {
            throw new IllegalArgumentException(
                    name + " must be the Linkup API key, but it is a placeholder that was not"
                            + " resolved: set the property or variable that it names");
        }
        if (isQuote(key.charAt(0)) || isQuote(key.charAt(key.length() - 1))) {
            throw new IllegalArgumentException(name + " must be the Linkup API key without quotes: remove them");
        }
        // A line break in a key could add a header.
        if (!key.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new IllegalArgumentException(
                    name + " must be plain visible characters without blanks or line breaks");
        }
        return key;
    }

    private static boolean isQuote(char character) {
        return "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb".indexOf(character) >= 0;
    }

    private String property(String name) {
        PropertiesComponent properties = context.getPropertiesComponent();
        String value = properties.loadProperties(name::equals).getProperty(name);
        if (value == null) {
            value = properties.getPropertiesSources().stream()
                    .map(source -> source.getProperty(name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        if (value == null) {
            // The properties of Spring Boot, which only Camel can read.
            return properties.resolveProperty(name).orElse(null);
        }
        return value.contains(PropertiesComponent.PREFIX_TOKEN)
                ? properties.resolveProperty(value).orElse(value)
                : value;
    }
}
