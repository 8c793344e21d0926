package io.github.camellinkup.flows;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.dataformat.bindy.annotation.CsvRecord;
import org.apache.camel.dataformat.bindy.annotation.DataField;

// snippet:question
/** A row of a CSV file, an item of a JSON file, or a line. */
@CsvRecord(separator = ",", quote = "\"", skipFirstLine = true)
public class Question {

    @DataField(pos = 1, required = true)
    private String id;

    @DataField(pos = 2, required = true)
    private String question;

    public String getId() {
        return id;
    }

    public String getQuestion() {
        return question;
    }

    /** Each line of a text that is not blank, with its number as the id. */
    public static List<Question> lines(String text) {
        List<String> lines = text.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(number -> !lines.get(number).isBlank())
                .mapToObj(number ->
                        of(String.valueOf(number + 1), lines.get(number).strip()))
                .toList();
    }

    private static Question of(String id, String text) {
        Question question = new Question();
        question.id = id;
        question.question = text;
        return question;
    }
}
// end:question
