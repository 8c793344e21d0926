package io.github.camellinkup.component;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.component.RawParameterHelper;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * Lets {@code toD} use one endpoint for all messages: options that differ from message to message, and that have a header,
 * are sent as headers. Otherwise each value, such as each reference, would make an endpoint of its own.
 */
@SendDynamic("linkup")
public class LinkupSendDynamicAware extends SendDynamicAwareSupport {

    /** Options that a text in the URI, such as a body, must not add: they decide where the key goes. In lower case. */
    private static final Set<String> CONNECTION =
            Set.of("apikey", "baseurl", "authheader", "paymentsigner", "configuration");

    /** Options that can name a resource, which a header cannot. */
    private static final Set<String> RESOURCES = Set.of("schema", "structuredOutputSchema");

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /** @throws IllegalArgumentException if a value in the URI has added an option of the connection */
    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        Map<String, Object> original =
                asWritten(EndpointHelper.resolveEndpointUriPropertyPlaceholders(exchange.getContext(), originalUri));
        Map<String, Object> written = asWritten(uri);
        // As the endpoint reads them: a percent code in a value can be a separator.
        Map<String, Object> options = URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(uri)));
        rejectAddedConnection(original, options);
        RawParameterHelper.resolveRawParameterValues(exchange.getContext(), options);
        Set<String> ofUse = optionsOfUse(uri, options);
        Map<String, Object> headers = new LinkedHashMap<>(options);
        headers.entrySet()
                .removeIf(option -> !ofUse.contains(option.getKey())
                        || !HeaderNames.isKnown(header(option.getKey()))
                        || RESOURCES.contains(option.getKey())
                        || option.getValue().toString().startsWith("#")
                        || !written.containsKey(option.getKey())
                        || Objects.equals(original.get(option.getKey()), written.get(option.getKey())));
        return new DynamicAwareEntry(uri, originalUri, headers, null);
    }

    private static Map<String, Object> asWritten(String uri) throws Exception {
        return URISupport.parseQuery(URISupport.extractQuery(uri));
    }

    private static void rejectAddedConnection(Map<String, Object> original, Map<String, Object> options) {
        Set<String> named =
                original.keySet().stream().map(LinkupSendDynamicAware::plain).collect(Collectors.toSet());
        for (String option : options.keySet()) {
            if (!named.contains(plain(option)) && isOfConnection(option)) {
                throw new IllegalArgumentException("Option " + option
                        + " is not in the URI of the toD, so a value in the URI has added it. Put such values into the body"
                        + " or a header of the message");
            }
        }
    }

    /** Camel reads {@code baseUrl}, {@code base-url}, {@code BASEURL} and {@code configuration.baseUrl} alike. */
    private static boolean isOfConnection(String option) {
        String plain = plain(option);
        return CONNECTION.stream().anyMatch(each -> plain.equals(each) || plain.startsWith(each + "."));
    }

    private static String plain(String option) {
        return option.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** The options that belong to what the endpoint is used for; others stay in the URI, and the endpoint refuses them. */
    private static Set<String> optionsOfUse(String uri, Map<String, Object> options) {
        String operation = StringHelper.before(uri, "?", uri).replaceFirst("^[^:]*:/*", "");
        Object mode = options.get("mode");
        return EndpointOption.ALL.stream()
                .filter(option -> option.uses().stream()
                        .anyMatch(use -> use.operation().name().equals(operation)
                                && (mode == null
                                        ? Objects.equals(
                                                use.mode(), use.operation().defaultMode())
                                        : use.mode() != null
                                                && use.mode().name().equals(mode))))
                .map(EndpointOption::name)
                .collect(Collectors.toSet());
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        Map<String, Object> options = asWritten(entry.getUri());
        options.keySet().removeAll(entry.getProperties().keySet());
        return asEndpointUri(exchange, entry.getUri(), options);
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
