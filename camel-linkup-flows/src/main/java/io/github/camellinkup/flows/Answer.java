package io.github.camellinkup.flows;

import io.github.camellinkup.client.model.Source;
import io.github.camellinkup.client.model.SourcedAnswer;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

// snippet:answer
/**
 * A line of the file with answers.
 *
 * @param answer null if there is none
 * @param sources the addresses of the pages that it is taken from
 * @param problem why there is no answer, else null
 */
public record Answer(String id, String question, String answer, List<String> sources, String problem) {

    public static Answer found(@ExchangeProperty("question") Question question, @Body SourcedAnswer found) {
        List<String> sources = found.sources().stream().map(Source::url).toList();
        return new Answer(question.getId(), question.getQuestion(), found.answer(), sources, null);
    }

    public static Answer notFound(
            @ExchangeProperty("question") Question question,
            @ExchangeProperty("CamelExceptionCaught") Exception reason) {
        return new Answer(question.getId(), question.getQuestion(), null, List.of(), reason.getMessage());
    }
}
// end:answer
