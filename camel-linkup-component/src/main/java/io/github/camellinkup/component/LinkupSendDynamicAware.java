package io.github.camellinkup.component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.component.RawParameterHelper;
import org.apache.camel.support.component.SendDynamicAwareSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * Lets {@code toD} use one endpoint for all messages: options that differ from message to message, and that have a header,
 * are sent as headers. Otherwise each value, such as each reference, would make an endpoint of its own.
 */
@SendDynamic("linkup")
public class LinkupSendDynamicAware extends SendDynamicAwareSupport {

    /** Options that a text in the URI, such as a body, must not add: they decide where the key goes, and what is paid. */
    private static final Set<String> CONNECTION = Set.of("apiKey", "baseUrl", "authHeader", "paymentSigner");

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    /** @throws IllegalArgumentException if a value in the URI has added an option of the connection */
    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        Map<String, Object> original = URISupport.parseQuery(URISupport.extractQuery(originalUri));
        Map<String, Object> resolved = URISupport.parseQuery(URISupport.extractQuery(uri));
        Map<String, Object> headers = new LinkedHashMap<>(resolved);
        headers.keySet()
                .removeIf(option -> !HeaderNames.isKnown(header(option))
                        || Objects.equals(original.get(option), resolved.get(option)));
        for (String option : resolved.keySet()) {
            if (CONNECTION.contains(option) && !original.containsKey(option)) {
                throw new IllegalArgumentException("Option " + option
                        + " is not in the URI of the toD, so a value in the URI has added it. Put such values into the body"
                        + " or a header of the message");
            }
        }
        RawParameterHelper.resolveRawParameterValues(exchange.getContext(), headers);
        return new DynamicAwareEntry(uri, originalUri, headers, null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) throws Exception {
        Map<String, Object> options = URISupport.parseQuery(URISupport.extractQuery(entry.getUri()));
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
