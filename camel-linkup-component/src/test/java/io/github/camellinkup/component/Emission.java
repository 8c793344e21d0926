package io.github.camellinkup.component;

import io.github.camellinkup.client.model.SourcedAnswer;
import org.apache.camel.Message;

/**
 * What a message with a result says to whom the result belongs.
 *
 * @param kept the header that was kept for the row, see {@link TortureRows#NUMBER}
 * @param answer the question that was answered, see {@link TortureRows#answerWithQuestions}
 */
record Emission(String taskId, String reference, String kept, String answer) {

    static Emission of(Message message) {
        return new Emission(
                message.getHeader(LinkupConstants.TASK_ID, String.class),
                message.getHeader(LinkupConstants.REFERENCE, String.class),
                message.getHeader(TortureRows.NUMBER, String.class),
                message.getBody(SourcedAnswer.class).answer());
    }

    /** @param question what the task was created for */
    boolean isOfOneRow(String question) {
        int row = Integer.parseInt(kept);
        return reference.equals(TortureRows.reference(row))
                && question.equals(TortureRows.question(row))
                && answer.equals(question);
    }
}
