package io.github.camellinkup.examples.companies.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What the stand-in answers: profiles that look like some, and are invented. The same question gets the same answer.
 */
final class InventedProfiles implements Function<JsonNode, JsonNode> {

    private static final List<String> INDUSTRIES = List.of(
            "Industrial automation",
            "Consumer electronics",
            "Logistics and shipping",
            "Specialty chemicals",
            "Enterprise software",
            "Renewable energy",
            "Retail banking",
            "Food and beverages",
            "Medical devices",
            "Telecommunications");

    private static final List<String> CITIES =
            List.of("Northport", "Eastbridge", "Lakemouth", "Hillstead", "Stonehaven Quay", "Marrow Bay", "Fernwick");

    private static final List<String> GIVEN_NAMES =
            List.of("Alex", "Maria", "Kenji", "Ingrid", "Samuel", "Amara", "Lucía", "Tomasz");

    private static final List<String> FAMILY_NAMES =
            List.of("Example", "Placeholder", "Sample", "Invented", "Mock", "Fictional");

    private final JsonMapper mapper = new JsonMapper();
    private final long seed;

    InventedProfiles(long seed) {
        this.seed = seed;
    }

    @Override
    public JsonNode apply(JsonNode input) {
        String question = input.path("q").asText();
        SplittableRandom random = new SplittableRandom(seed + question.hashCode());
        String industry = pick(INDUSTRIES, random);
        ObjectNode answer = mapper.createObjectNode();
        answer.putObject("data")
                .put("industry", industry)
                .put("employees", random.nextLong(2, 4_000) * 100)
                .put("founded", random.nextInt(1850, 2020))
                .put("headquarters", pick(CITIES, random))
                .put("chiefExecutive", pick(GIVEN_NAMES, random) + " " + pick(FAMILY_NAMES, random))
                .put(
                        "description",
                        "A company in " + industry.toLowerCase(Locale.ROOT) + ", with customers in many countries.");
        ArrayNode sources = answer.putArray("sources");
        int count = random.nextInt(1, 4);
        for (int number = 1; number <= count; number++) {
            sources.addObject()
                    .put("type", "text")
                    .put("name", "Source " + number + " of the stand-in")
                    .put("url", "https://source" + number + ".example.com/" + Integer.toHexString(question.hashCode()))
                    .put("content", "Nothing of this is real.");
        }
        return answer;
    }

    private static String pick(List<String> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
