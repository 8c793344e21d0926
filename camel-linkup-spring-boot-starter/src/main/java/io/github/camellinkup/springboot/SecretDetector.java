package io.github.camellinkup.springboot;

import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.component.LinkupEndpoint;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.StringUtils;

/** Knows secrets by the names of their properties, and keys by their values too. */
final class SecretDetector {

    /** Of a component of any name, in all spellings that Spring Boot takes, as environment variables too. */
    private static final Pattern NAME = Pattern.compile(
            "(?i)(camel[._]component[._].+|linkup)[._-]" + "(api[_-]?key|proxy[_-]?auth[_-]?(username|password))");

    private final ApplicationContext application;

    SecretDetector(ApplicationContext application) {
        this.application = application;
    }

    /** A property of another name can hold a key, as can the command line in {@code sun.java.command}. */
    boolean isSecret(String property, Object value) {
        return NAME.matcher(property).matches() || value != null && holdsKey(value.toString());
    }

    private boolean holdsKey(String text) {
        return Stream.concat(ofProperties(), contexts().flatMap(SecretDetector::inUse))
                .anyMatch(key -> StringUtils.hasText(key) && text.contains(key.strip()));
    }

    /** Also of components that are created later. */
    private Stream<String> ofProperties() {
        Stream<String> ofComponents = Stream.concat(
                        Stream.of("linkup"),
                        Arrays.stream(application.getBeanNamesForType(LinkupComponent.class, true, false)))
                .map(name -> new ComponentProperties(application.getEnvironment(), name).value("apiKey"));
        Stream<String> ofAll = Stream.of("linkup.api-key", "LINKUP_API_KEY")
                .map(name -> application.getEnvironment().getProperty(name));
        return Stream.concat(ofComponents, ofAll).filter(Objects::nonNull).flatMap(this::resolved);
    }

    /** Spring leaves the placeholders of Camel as they are. */
    private Stream<String> resolved(String key) {
        return key.contains("{{")
                ? contexts().map(context -> {
                    try {
                        return context.resolvePropertyPlaceholders(key);
                    } catch (IllegalArgumentException e) {
                        // The component refuses it too.
                        return key;
                    }
                })
                : Stream.of(key);
    }

    /** From wherever they come: code and addresses of endpoints can have keys. */
    private static Stream<String> inUse(CamelContext context) {
        Stream<String> ofComponents = context.getComponentNames().stream()
                .map(context::hasComponent)
                .filter(LinkupComponent.class::isInstance)
                .map(component ->
                        ((LinkupComponent) component).getConfiguration().getApiKey());
        Stream<String> ofEndpoints = context.getEndpoints().stream()
                .filter(LinkupEndpoint.class::isInstance)
                .map(endpoint -> ((LinkupEndpoint) endpoint).getConfiguration().getApiKey());
        return Stream.concat(ofComponents, ofEndpoints);
    }

    private Stream<CamelContext> contexts() {
        return application.getBeanProvider(CamelContext.class).stream();
    }
}
