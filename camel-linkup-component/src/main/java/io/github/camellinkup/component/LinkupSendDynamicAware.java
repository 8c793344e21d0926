package io.github.camellinkup.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camellinkup.component.EndpointOption.Use;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * Lets {@code toD} use one endpoint for all messages: options that differ from message to message, and that have a header,
 * are sent as headers. Otherwise each value, such as each reference, would make an endpoint of its own.
 *
 * <p>A value cannot add an option: every option must stand in the URI of the route. Else a message could lead the key to
 * another host.
 */
@SendDynamic("linkup")
public class LinkupSendDynamicAware extends SendDynamicAwareSupport {

    /** Options that can name a resource, which a header cannot. */
    private static final Set<String> RESOURCES = Set.of("schema", "structuredOutputSchema");

    /** An expression of the simple language. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$(?:simple)?\\{(?:[^{}]|\\{[^{}]*})*}");

    /** No value is equal to it. */
    private static final String ANY_VALUE = "\uE000";

    private static final Pattern RAW = Pattern.compile("(?s)RAW(\\(.*\\)|\\{.*})");
    private static final Pattern PERCENT_CODES = Pattern.compile("(?:%\\p{XDigit}{2})+");

    /** Not that of the superclass: it fails for a component of another name than linkup, and loads what is not used here. */
    @Override
    protected void doInit() {}

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /**
     * @throws IllegalArgumentException if a value in the URI has added an option, or makes it invalid. The message does not
     *     show the URI, because it can have a key
     */
    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        String ofRoute = EndpointHelper.resolveEndpointUriPropertyPlaceholders(exchange.getContext(), originalUri);
        try {
            Map<String, Object> original = asWritten(EXPRESSION.matcher(ofRoute).replaceAll(ANY_VALUE));
            Map<String, Object> written = asWritten(uri);
            rejectAdded(original, written);
            Map<String, Object> headers = headers(uri, original, written);
            rejectAdded(original, asRead(staticUri(exchange, uri, headers.keySet())));
            return new DynamicAwareEntry(uri, originalUri, headers, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The values in the URI of the toD make it invalid: " + e.getReason()
                    + ". Put them into the body or a header of the message");
        }
    }

    private static Map<String, Object> asWritten(String uri) throws URISyntaxException {
        return URISupport.parseQuery(URISupport.extractQuery(uri));
    }

    /** As Camel reads the URI of an endpoint: what was a percent code can be a separator. */
    private static Map<String, Object> asRead(String uri) throws URISyntaxException {
        return URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(URISupport.normalizeUri(uri))));
    }

    private static void rejectAdded(Map<String, Object> original, Map<String, Object> options) {
        options.forEach((name, value) -> {
            if (count(value) > count(original.get(name))) {
                throw new IllegalArgumentException("A value in the URI of the toD has added the option " + name
                        + ". Put such values into the body or a header of the message");
            }
        });
    }

    private static int count(Object value) {
        return value instanceof Collection<?> values ? values.size() : value == null ? 0 : 1;
    }

    private static Map<String, Object> headers(String uri, Map<String, Object> original, Map<String, Object> written) {
        Set<String> ofUse = optionsOfUse(uri, written);
        Map<String, Object> headers = new LinkedHashMap<>();
        written.forEach((option, value) -> {
            if (value instanceof String text
                    && !text.equals(original.get(option))
                    && ofUse.contains(option)
                    && HeaderNames.isKnown(header(option))
                    && !RESOURCES.contains(option)) {
                headers.put(option, value(text));
            }
        });
        return headers;
    }

    /** The value as the endpoint would read it. */
    private static String value(String text) {
        return RAW.matcher(text).matches()
                ? text.substring("RAW(".length(), text.length() - 1)
                : PERCENT_CODES
                        .matcher(text)
                        .replaceAll(codes -> Matcher.quoteReplacement(URLDecoder.decode(codes.group(), UTF_8)));
    }

    /** The options that belong to what the endpoint is used for; others stay in the URI, and the endpoint refuses them. */
    private static Set<String> optionsOfUse(String uri, Map<String, Object> options) {
        String name = StringHelper.before(uri, "?", uri).replaceFirst("^[^:]*:/*", "");
        return Stream.of(LinkupOperations.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .map(operation -> EndpointOption.namesFor(new Use(operation, mode(operation, options.get("mode")))))
                .orElse(Set.of());
    }

    /** In any spelling that Camel takes. */
    private static LinkupTaskMode mode(LinkupOperations operation, Object option) {
        return option == null
                ? operation.defaultMode()
                : operation.modes().stream()
                        .filter(mode -> mode.name().equalsIgnoreCase(option.toString()))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        return staticUri(exchange, entry.getUri(), entry.getProperties().keySet());
    }

    private String staticUri(Exchange exchange, String uri, Set<String> headers) throws Exception {
        Map<String, Object> options = asWritten(uri);
        options.keySet().removeAll(headers);
        return asEndpointUri(exchange, uri, options);
    }

    /** As with options, headers that the message has win. */
    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> {
            Message message = target.getMessage();
            entry.getProperties().keySet().removeIf(option -> message.getHeader(header(option)) != null);
            entry.getProperties().forEach((option, value) -> message.setHeader(header(option), value));
        };
    }

    /** Removes the headers, but for the reference of a task, which the producer has set too. */
    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> {
            Message message = target.getMessage();
            boolean isTask = message.getHeader(LinkupConstants.TASK_ID) != null;
            entry.getProperties().forEach((option, value) -> {
                String header = header(option);
                boolean isOfTask = isTask && header.equals(LinkupConstants.REFERENCE);
                if (message.getHeader(header) == value && !isOfTask) {
                    message.removeHeader(header);
                }
            });
        };
    }

    private static String header(String option) {
        return HeaderNames.PREFIX + StringHelper.capitalize(option);
    }
}
