package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.StandInTask;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows that a torture run sends, numbered from 0. Each has a reference and a header to keep. Every third shares its
 * question with three others nearby, so that it has to be counted how many of them were created; the question of any
 * other row is its own, so that it shows which task is the row's.
 */
record TortureRows(int count) {

    /** The header that is kept for a row: its number as text. */
    static final String NUMBER = "number";

    static String reference(int row) {
        return "row " + row;
    }

    static String question(int row) {
        return row % 3 == 0 ? "the question of rows near " + row / 12 * 12 : "the question of row " + row;
    }

    static Map<String, Object> request(int row) {
        return Map.of("q", question(row), "reference", reference(row), "headers", Map.of(NUMBER, String.valueOf(row)));
    }

    /** Answers each question with the question, so that a result shows to what it is the answer. */
    static void answerWithQuestions(LinkupStandIn standIn) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        standIn.answerSearch(input ->
                json.objectNode().put("answer", input.path("q").asText()).set("sources", json.arrayNode()));
    }

    /** Each row was created once, and was emitted, with what belongs to it and nothing else. */
    void assertCreatedOnceAndEmitted(List<StandInTask> tasks, Collection<Emission> emissions) {
        assertThat(counts(tasks, TortureRows::question))
                .as("each row is created once")
                .isEqualTo(counts(IntStream.range(0, count).boxed().toList(), TortureRows::question));
        Set<Emission> different = new HashSet<>(emissions);
        assertThat(counts(different, Emission::reference))
                .as("each row is emitted, and always the same task of it")
                .isEqualTo(counts(IntStream.range(0, count).boxed().toList(), TortureRows::reference));
        assertThat(counts(different, Emission::taskId))
                .as("each task is emitted, and always for the same row")
                .isEqualTo(counts(tasks, StandInTask::id));
        Map<String, String> questions =
                tasks.stream().collect(Collectors.toMap(StandInTask::id, TortureRows::question));
        assertThat(different.stream()
                        .filter(emission -> !emission.isOfOneRow(questions.get(emission.taskId())))
                        .toList())
                .as(
                        "emissions whose reference, kept header or answer are not of the row that their task was created for")
                .isEmpty();
    }

    private static String question(StandInTask task) {
        return task.input().path("q").asText();
    }

    private static <T> Map<String, Long> counts(Collection<T> all, Function<T, String> key) {
        return all.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }
}
