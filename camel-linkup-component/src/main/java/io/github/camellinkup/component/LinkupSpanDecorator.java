package io.github.camellinkup.component;

import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Names spans by the operation, and adds what identifies a task. The question is added if the option {@code traceQuestions}
 * of the component allows it.
 */
public final class LinkupSpanDecorator extends AbstractSpanDecorator {

    private static final int LONGEST_QUESTION = 250;

    /** Elsewhere the headers are those of an earlier step. */
    private static final Pattern WITH_TASKS = Pattern.compile("[\\w-]+:(//)?(tasks|research)\\b");

    @Override
    public String getComponent() {
        return "linkup";
    }

    @Override
    public String getComponentClassName() {
        return LinkupComponent.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        if (!(endpoint instanceof LinkupEndpoint linkup)) {
            return super.getOperationName(exchange, endpoint);
        }
        return "linkup:" + linkup.getOperation() + (linkup.mode() == null ? "" : " " + linkup.mode());
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        super.beforeTracingEvent(span, exchange, endpoint);
        if (endpoint instanceof LinkupEndpoint linkup) {
            Message message = exchange.getMessage();
            // The options can hold a question.
            span.setTag("camel.uri", linkup.getEndpointBaseUri());
            span.setTag(TagConstants.URL_QUERY, "");
            span.setTag("linkup.operation", linkup.getOperation().name());
            Object depth = message.getHeader(
                    LinkupConstants.DEPTH, linkup.getRequestConfiguration().getDepth());
            setTag(span, "linkup.depth", depth);
            if (linkup.getOperation().hasTasks()) {
                setIdentity(span, message);
            }
            if (linkup.getComponent().isTraceQuestions() && message.getBody() instanceof CharSequence question) {
                String text = question.toString();
                span.setTag("linkup.question", text.substring(0, Math.min(LONGEST_QUESTION, text.length())));
            }
        }
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        Message message = exchange.getMessage();
        String endpoint = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, String.class);
        if (endpoint != null && WITH_TASKS.matcher(endpoint).lookingAt()) {
            setIdentity(span, message);
            setTag(span, "linkup.task.status", message.getHeader(LinkupConstants.TASK_STATUS));
        }
        setTag(span, "linkup.estimated.cost", message.getHeader(LinkupConstants.ESTIMATED_COST));
    }

    private static void setIdentity(Span span, Message message) {
        setTag(span, "linkup.task.id", message.getHeader(LinkupConstants.TASK_ID));
        setTag(span, "linkup.reference", message.getHeader(LinkupConstants.REFERENCE));
    }

    private static void setTag(Span span, String name, Object value) {
        if (value != null) {
            span.setTag(name, value.toString());
        }
    }
}
