package io.github.camellinkup.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.model.OutputType;
import java.util.Random;

/** Answers of the size and shape that Linkup gives, always the same ones. */
final class CannedAnswers {

    static final int SOURCES = 8;
    static final int RESULTS = 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] WORDS = ("the company announced on Tuesday that its revenue grew by 12 % to €1.4"
                    + " billion, driven by \"enterprise\" customers in Zürich, Montréal and São Paulo, while the board"
                    + " confirmed guidance for the year and named a new chief of operations\n")
            .split(" ");

    private CannedAnswers() {}

    /** About 4 kB for a sourced answer, about 20 kB for search results. */
    static byte[] of(OutputType type) {
        Random random = new Random(type.ordinal());
        ObjectNode answer = type == OutputType.SEARCH_RESULTS ? results(random) : sourced(random);
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode sourced(Random random) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("answer", text(random, 900));
        ArrayNode sources = answer.putArray("sources");
        for (int i = 0; i < SOURCES; i++) {
            site(sources.addObject(), random, i).put("snippet", text(random, 220));
        }
        return answer;
    }

    private static ObjectNode results(Random random) {
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (int i = 0; i < RESULTS; i++) {
            site(results.addObject().put("type", "text"), random, i).put("content", text(random, 800));
        }
        return answer;
    }

    private static ObjectNode site(ObjectNode node, Random random, int number) {
        return node.put("name", text(random, 50).strip())
                .put("url", "https://www.example" + number + ".com/news/2026/11/quarterly-results-" + number)
                .put("favicon", "https://www.example" + number + ".com/favicon.ico");
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }
}
