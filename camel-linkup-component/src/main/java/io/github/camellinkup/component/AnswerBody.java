package io.github.camellinkup.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.component.structured.StructuredOutputClass;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Puts answers into the body of exchanges, structured ones as instances of {@code structuredOutputClass} if that is set.
 * If an answer does not fit the class, the body is unchanged and the property {@code CamelLinkupAnswer} has the answer.
 *
 * @param outputClass the class; null for a Map
 */
record AnswerBody(StructuredOutputClass outputClass) {

    static final AnswerBody AS_RECEIVED = new AnswerBody(null);

    /** The JSON Schema of the class, or null. */
    StructuredOutputSchema schema() {
        return outputClass == null ? null : outputClass.schema();
    }

    /**
     * @param requested the requested schema, or null if unknown. With another schema than that of the class the answer
     *     stays a Map
     * @throws LinkupMismatchedAnswerException if the answer does not fit the class; the message says where
     */
    void set(Exchange exchange, LinkupAnswer answer, StructuredOutputSchema requested) {
        set(exchange, answer, requested, data(answer, requested != null));
    }

    /** The same for the answer of a task. An output that was to be structured fits no class if it is not an object. */
    void set(Exchange exchange, Task task, StructuredOutputSchema requested) {
        LinkupAnswer answer = task.answer();
        JsonNode data =
                answer instanceof RawJson json && task.isStructured() ? json.toTree() : data(answer, requested != null);
        set(exchange, answer, requested, data);
    }

    private void set(Exchange exchange, LinkupAnswer answer, StructuredOutputSchema requested, JsonNode data) {
        Message message = exchange.getMessage();
        // An earlier call of the same route may have set these.
        message.removeHeader(LinkupConstants.SOURCES);
        exchange.removeProperty(LinkupConstants.ANSWER_PROPERTY);
        if (answer instanceof StructuredAnswer structured && structured.hasSources()) {
            message.setHeader(LinkupConstants.SOURCES, structured.sources());
        }
        boolean isOfClass = outputClass != null && (requested == null || requested.equals(schema()));
        if (data == null || !isOfClass) {
            message.setBody(answer);
        } else {
            exchange.setProperty(LinkupConstants.ANSWER_PROPERTY, answer);
            message.setBody(outputClass.read(data));
        }
    }

    /** The part of the answer that the schema describes; null if it has none. */
    private static JsonNode data(LinkupAnswer answer, boolean hasSchema) {
        if (answer instanceof StructuredAnswer structured) {
            return structured.data();
        }
        if (answer instanceof FetchedPage page) {
            // Of a page without any of the facts the data can be missing.
            return page.data() == null && hasSchema ? JsonNodeFactory.instance.objectNode() : page.data();
        }
        return null;
    }
}
