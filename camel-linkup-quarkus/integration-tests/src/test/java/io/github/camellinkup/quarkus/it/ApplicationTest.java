package io.github.camellinkup.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.ManualClock;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged application against a stand-in in this process. Most tests share one started application. */
@Timeout(120)
class ApplicationTest {

    private static final Duration TASK_TIME = Duration.ofSeconds(5);
    private static final String KEY = "lkp-secret-0123456789+b%41&c";
    private static final String SECOND_KEY = "lkp-secret-9876543210+b%41&c";
    private static final String THIRD_KEY = "lkp-secret-3333333333+b%41&c";
    private static final String KEY_IN_YAML = "lkp-secret-5555555555+b%41&c";

    @TempDir
    private static Path folder;

    private static ManualClock clock;
    private static LinkupStandIn standIn;
    private static Application application;

    @BeforeAll
    static void start() {
        clock = new ManualClock(Instant.now());
        standIn = LinkupStandIn.builder()
                .clock(clock)
                .apiKeys(KEY, SECOND_KEY, THIRD_KEY, KEY_IN_YAML)
                .taskTime("search", TASK_TIME)
                .noPollLimit()
                .start();
        standIn.answerSearch(input -> {
            String question = input.path("q").asText().toUpperCase();
            return JsonNodeFactory.instance.objectNode().put("name", question).put("answer", question);
        });
        application = launch(Map.of("LINKUP_API_KEY", KEY), Map.of()).awaitStart();
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            application.close();
        }
        standIn.close();
    }

    private static Application launch(Map<String, String> environment, Map<String, String> properties) {
        return launch(folder.resolve(UUID.randomUUID().toString()), environment, properties);
    }

    private static Application launch(Path database, Map<String, String> environment, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(
                Map.of(
                        "camel.component.linkup.base-url",
                        standIn.baseUrl(),
                        "second.address",
                        standIn.baseUrl(),
                        "second.key",
                        SECOND_KEY,
                        "third.api-key",
                        THIRD_KEY,
                        "quarkus.datasource.jdbc.url",
                        "jdbc:h2:" + database
                                + ";DB_CLOSE_ON_EXIT=FALSE;INIT=create table if not exists company(id varchar(99) primary key\\, name text)"));
        all.putAll(properties);
        return Application.launch(
                folder, Path.of("target", "application-" + UUID.randomUUID() + ".txt"), environment, all);
    }

    private static String post(String path, String body) throws Exception {
        return application.post(path, body).body();
    }

    private static List<ReceivedCall> searchesOf(String question) {
        return standIn.received(Operation.SEARCH).stream()
                .filter(call -> call.json().path("q").asText().equals(question))
                .toList();
    }

    private static void awaitRow(Application application, String row) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            clock.advance(TASK_TIME);
            assertThat(application.get("/companies").body()).contains(row);
        });
    }

    @Test
    void propertiesReachTheComponentAndTheKeyOfTheEnvironmentIsUsed() throws Exception {
        assertThat(post("/search?route=search", "java route")).isEqualTo("JAVA ROUTE");

        ReceivedCall call = searchesOf("java route").get(0);
        assertThat(call.header("Authorization")).hasValue("Bearer " + KEY);
        assertThat(call.json().path("depth").asText()).isEqualTo("fast");
        assertThat(call.json().path("excludeDomains").toString()).isEqualTo("[\"example.com\",\"example.org\"]");
        assertThat(application.get("/option?name=requestTimeout").body()).isEqualTo("PT1M");
    }

    @Test
    void theExtensionIsAFeatureOfTheApplication() {
        assertThat(application.log()).containsPattern("Installed features: .*\\bcamel-linkup,");
    }

    /** Quarkus finds the converters of the component when it builds the application. */
    @Test
    void anAnswerAsTextIsTheJsonThatLinkupSent() throws Exception {
        assertThat(post("/search?route=json", "all of it"))
                .isEqualTo("{\"name\":\"ALL OF IT\",\"answer\":\"ALL OF IT\"}");
    }

    @Test
    void aRouteInYamlAnswersWithARecordOfTheApplication() throws Exception {
        assertThat(post("/search?route=yaml", "acme")).isEqualTo("ACME");

        ReceivedCall call = searchesOf("acme").get(0);
        assertThat(call.json().path("depth").asText()).isEqualTo("deep");
        assertThat(call.json().path("structuredOutputSchema").asText()).contains("The full name");
    }

    @Test
    void aKeyWithTheSignsOfUrisSurvivesARouteInYaml() throws Exception {
        post("/search?route=raw-parameter", "key as a parameter");
        post("/search?route=raw-uri", "key in a uri");

        assertThat(searchesOf("key as a parameter").get(0).header("Authorization"))
                .hasValue("Bearer " + KEY_IN_YAML);
        assertThat(searchesOf("key in a uri").get(0).header("Authorization")).hasValue("Bearer " + THIRD_KEY);
    }

    @Test
    void aSecondComponentHasAConnectionOfItsOwn() throws Exception {
        assertThat(post("/search?route=second", "another account")).isEqualTo("ANOTHER ACCOUNT");

        ReceivedCall call = searchesOf("another account").get(0);
        assertThat(call.header("Authorization")).hasValue("Bearer " + SECOND_KEY);
    }

    @Test
    void aResultWhoseTransactionRollsBackComesAgain() throws Exception {
        post("/fail-next-store", "");
        post("/tasks?route=batch", "again");

        awaitRow(application, "crm-again AGAIN");
    }

    @Test
    void aTaskThatWasSentStaysKnownWhenTheTransactionOfItsSenderRollsBack() throws Exception {
        assertThat(application.post("/order?fail=true", "withdrawn").statusCode())
                .isEqualTo(500);
        assertThat(application.post("/order?fail=false", "kept").statusCode()).isEqualTo(204);

        awaitRow(application, "crm-withdrawn WITHDRAWN");
        awaitRow(application, "crm-kept KEPT");
        assertThat(application.get("/companies").body())
                .contains("order-kept", "sent-kept")
                .doesNotContain("order-withdrawn", "sent-withdrawn");
    }

    @Test
    void neitherTheLogNorAPageShowsAKey() throws Exception {
        post("/search?route=search", "before the log is read");

        for (String page : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/health/started")) {
            assertThat(application.get(page).statusCode()).as(page).isEqualTo(200);
            assertThat(application.get(page).body()).as(page).doesNotContain("lkp-secret");
        }
        for (String page : List.of("/q/info", "/q/dev", "/q/arc", "/q/metrics", "/observe/health")) {
            assertThat(application.get(page).statusCode()).as(page).isEqualTo(404);
        }
        assertThat(application.log()).doesNotContain("lkp-secret");
    }

    @Test
    void aStopLosesNothingAndTheNextStartReceivesWhatWasSent() throws Exception {
        Path database = folder.resolve("restarted");
        Map<String, String> properties =
                Map.of("camel.component.linkup.api-key", KEY, "camel.main.shutdown-timeout", "2");
        Application first = launch(database, Map.of(), properties).awaitStart();
        try (first) {
            first.post("/tasks?route=batch", "first,second");
            first.post("/await", "awaited");
            await().until(() -> standIn.tasks().stream()
                    .anyMatch(task -> task.input().path("q").asText().equals("awaited")));

            first.stop();
        }

        try (Application second = launch(database, Map.of(), properties).awaitStart()) {
            awaitRow(second, "crm-first FIRST");
            awaitRow(second, "crm-second SECOND");
            awaitRow(second, "crm-awaited AWAITED");
            second.stop();
            assertThat(second.log()).doesNotContain("lkp-secret");
        }
        assertThat(first.log()).doesNotContain("lkp-secret");
        assertThat(standIn.tasks())
                .filteredOn(task -> List.of("first", "second", "awaited")
                        .contains(task.input().path("q").asText()))
                .hasSize(3);
    }

    @Test
    void withoutAKeyItDoesNotStart() throws Exception {
        try (Application keyless = launch(Map.of(), Map.of())) {
            assertThat(keyless.end()).isNotZero();
            assertThat(keyless.log()).contains("The Linkup API key is missing").doesNotContain("lkp-secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"depth, depth, abyss", "data-source, dataSource, #type:java.util.Timer"})
    void aWrongValueIsRefusedAndItsOptionNamedWithoutTheKey(String property, String option, String value)
            throws Exception {
        try (Application wrong = launch(
                Map.of(), Map.of("camel.component.linkup." + property, value, "camel.component.linkup.api-key", KEY))) {
            assertThat(wrong.end()).isNotZero();
            assertThat(wrong.log())
                    .contains("camel.component.linkup." + option + "=" + value)
                    .doesNotContain("lkp-secret");
        }
    }
}
