package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** Reads the output of a task as what the task's own input asks for. */
final class TaskAnswers {

    private TaskAnswers() {}

    static LinkupAnswer of(Task task) {
        RawJson output = task.output();
        if (output == null) {
            return null;
        }
        Optional<TaskType> type = ApiValue.find(TaskType.class, task.type());
        if (type.isEmpty()) {
            return output;
        }
        try {
            if (type.get() == TaskType.FETCH) {
                return AnswerReader.fetchedPage(output);
            }
            Asked asked = Asked.in(task.input());
            OutputType outputType = asked.outputType(type.get() == TaskType.RESEARCH);
            return outputType == null ? output : AnswerReader.searchAnswer(output, outputType, asked.includeSources);
        } catch (IOException e) {
            // Not of the kind that was asked for. It was paid for and taken over whole, so it is handed on as it is.
            return output;
        }
    }

    /** What the normalised input of a task says about the shape of its output. */
    private record Asked(String outputTypeName, boolean includeSources, boolean hasSchema) {

        static Asked in(RawJson json) throws IOException {
            if (json == null) {
                return new Asked(null, false, false);
            }
            JsonNode input = AnswerReader.object(json);
            return new Asked(
                    AnswerReader.text(input, "outputType"),
                    "true".equals(AnswerReader.text(input, "includeSources")),
                    input.hasNonNull(StructuredOutputSchema.FIELD));
        }

        /** @param always whether there has to be a type even where the input names none, as for research */
        OutputType outputType(boolean always) {
            if (outputTypeName != null) {
                return ApiValue.find(OutputType.class, outputTypeName).orElse(null);
            }
            if (!always) {
                return null;
            }
            return hasSchema ? OutputType.STRUCTURED : OutputType.SOURCED_ANSWER;
        }
    }
}
