package io.github.camellinkup.component;

import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Puts an answer into the body of an exchange: as the class that is wanted, or as it is. An answer that does not fit the
 * class leaves the body as it was, and the whole answer in the property {@code CamelLinkupAnswer}.
 */
final class AnswerBody {

    private final StructuredOutputClass outputClass;

    /** @param outputClass the class of structured answers, or null for a Map */
    AnswerBody(StructuredOutputClass outputClass) {
        this.outputClass = outputClass;
    }

    /**
     * @param schema the schema that was asked for: an answer to another schema than the class's stays a Map. Null if it
     *     is not known; the class then holds
     */
    void set(Exchange exchange, LinkupAnswer answer, StructuredOutputSchema schema) {
        Message message = exchange.getMessage();
        Object body = answer;
        // What an earlier call of the same route left there belongs to another answer.
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
