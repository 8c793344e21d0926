package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.TaskTime;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;

/** Who answers: Linkup itself where there is a key, else a stand-in on this computer. */
final class Service implements AutoCloseable {

    private static final String DEFAULT_BASE_URL = "https://api.linkup.so/v1";

    private final String apiKey;
    private final String baseUrl;
    private final LinkupStandIn standIn;

    private Service(String apiKey, String baseUrl, LinkupStandIn standIn) {
        this.apiKey = apiKey;
        this.baseUrl = baseUrl;
        this.standIn = standIn;
    }

    /**
     * Chooses by what is set in the environment.
     *
     * @param environment where LINKUP_API_KEY and LINKUP_BASE_URL are looked up
     * @param options for the stand-in
     */
    static Service of(Map<String, String> environment, StandInOptions options) {
        String key = environment.getOrDefault("LINKUP_API_KEY", "");
        String url = environment.getOrDefault("LINKUP_BASE_URL", "");
        return key.isBlank()
                ? standIn(options)
                : new Service(key.strip(), url.isBlank() ? DEFAULT_BASE_URL : url.strip(), null);
    }

    private static Service standIn(StandInOptions options) {
        Duration longest = options.longest();
        LinkupStandIn standIn = LinkupStandIn.builder()
                .taskTime("search", TaskTime.between(longest.dividedBy(3), longest, options.seed))
                .start();
        standIn.answerSearch(new InventedProfiles(options.seed));
        standIn.failTasksWhen(
                task -> new SplittableRandom(options.seed
                                        + task.input().path("q").asText().hashCode())
                                .nextDouble()
                        < options.failRate,
                "No sources were found for this company (the stand-in was told to let some tasks fail)");
        return new Service(standIn.apiKey(), standIn.baseUrl(), standIn);
    }

    /** Whether the answers are made up. */
    boolean isInvented() {
        return standIn != null;
    }

    /** The options of the component, as Camel Main takes them. */
    Properties componentProperties() {
        Properties properties = new Properties();
        properties.setProperty("camel.component.linkup.api-key", apiKey);
        properties.setProperty("camel.component.linkup.base-url", baseUrl);
        return properties;
    }

    /** For people: who answers. Never says the key. */
    @Override
    public String toString() {
        return isInvented()
                ? "a stand-in for Linkup on this computer"
                : "Linkup at " + baseUrl.replaceFirst("(?s)[?#].*", "").replaceFirst("(?s)//.*@", "//");
    }

    @Override
    public void close() {
        if (standIn != null) {
            standIn.close();
        }
    }
}
