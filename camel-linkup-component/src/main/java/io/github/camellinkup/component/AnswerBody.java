package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Puts an answer into the body of an exchange, as an instance of {@code structuredOutputClass} if that is set. If the
 * answer does not fit the class, the body is unchanged and the property {@code CamelLinkupAnswer} has the answer.
 */
final class AnswerBody {

    private final StructuredOutputClass outputClass;

    /** @param outputClass the class of structured answers, or null for a Map */
    AnswerBody(StructuredOutputClass outputClass) {
        this.outputClass = outputClass;
    }

    /** @param schema the requested schema, or null if unknown. With another schema than that of the class it stays a Map */
    void set(Exchange exchange, LinkupAnswer answer, StructuredOutputSchema schema) {
        Message message = exchange.getMessage();
        Object body = answer;
        // An earlier call of the same route may have set these.
        message.removeHeader(LinkupConstants.SOURCES);
        exchange.removeProperty(LinkupConstants.ANSWER_PROPERTY);
        if (answer instanceof StructuredAnswer structured) {
            if (structured.hasSources()) {
                message.setHeader(LinkupConstants.SOURCES, structured.sources());
            }
            if (outputClass != null && (schema == null || schema.equals(outputClass.schema()))) {
                exchange.setProperty(LinkupConstants.ANSWER_PROPERTY, answer);
                body = outputClass.read(structured);
            }
        }
        message.setBody(body);
    }
}
