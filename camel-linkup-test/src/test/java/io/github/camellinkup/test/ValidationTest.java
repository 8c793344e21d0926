package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    @RegisterExtension
    static final LinkupStandInExtension LINKUP =
            new LinkupStandInExtension(LinkupStandIn.builder().enabledTaskTypes("search", "fetch"));

    private LinkupStandIn standIn;
    private Wire wire;

    @BeforeEach
    void connect(LinkupStandIn running) {
        standIn = running;
        wire = Wire.to(running);
    }

    @Test
    void anInvalidFieldIsNamedInTheWordsOfTheApi() throws Exception {
        Wire.Answer answer = wire.post("/search", "{\"q\":\"x\",\"depth\":\"fast\",\"outputType\":\"text\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("""
                        {"statusCode":400,"error":{"code":"VALIDATION_ERROR","message":"Validation failed","details":\
                        [{"field":"outputType","message":"outputType must be one of: searchResults, sourcedAnswer, structured"}]}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/?a=b|c", "http://under_score.example.com", "HTTPS://user@[::1]:8080#x"})
    void webAddressesThatBrowsersTakeAreTaken(String url) throws Exception {
        assertThat(wire.post("/fetch", "{\"url\":\"" + url + "\"}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            q                      | {"depth":"fast","outputType":"searchResults"}
            q                      | {"q":"  ","depth":"fast","outputType":"searchResults"}
            q                      | {"q":7,"depth":"fast","outputType":"searchResults"}
            q                      | {"query":"x","depth":"fast","outputType":"searchResults"}
            depth                  | {"q":"x","outputType":"searchResults"}
            depth                  | {"q":"x","depth":"Fast","outputType":"searchResults"}
            outputType             | {"q":"x","depth":"fast"}
            structuredOutputSchema | {"q":"x","depth":"fast","outputType":"structured"}
            structuredOutputSchema | {"q":"x","depth":"fast","outputType":"structured","structuredOutputSchema":{"type":"object"}}
            structuredOutputSchema | {"q":"x","depth":"fast","outputType":"structured","structuredOutputSchema":"{\\"type\\":\\"array\\"}"}
            structuredOutputSchema | {"q":"x","depth":"fast","outputType":"structured","structuredOutputSchema":"no JSON"}
            includeImages          | {"q":"x","depth":"fast","outputType":"searchResults","includeImages":"yes"}
            includeSources         | {"q":"x","depth":"fast","outputType":"searchResults","includeSources":1}
            maxResults             | {"q":"x","depth":"fast","outputType":"searchResults","maxResults":0}
            maxResults             | {"q":"x","depth":"fast","outputType":"searchResults","maxResults":1.5}
            includeDomains         | {"q":"x","depth":"fast","outputType":"searchResults","includeDomains":"a.example"}
            excludeDomains         | {"q":"x","depth":"fast","outputType":"searchResults","excludeDomains":[1]}
            fromDate               | {"q":"x","depth":"fast","outputType":"searchResults","fromDate":"2026-02-01","toDate":"2026-01-31"}
            fromDate               | {"q":"x","depth":"fast","outputType":"searchResults","fromDate":"1969-12-31"}
            toDate                 | {"q":"x","depth":"fast","outputType":"searchResults","toDate":"01.02.2026"}
            body                   | ["q"]
            body                   | {"q":
            """)
    void searchRefuses(String field, String body) throws Exception {
        Wire.Answer answer = wire.post("/search", body.trim());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.invalidFields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"q":"x","depth":"fast","outputType":"searchResults","fromDate":"1970-01-01","toDate":"2026-01-01T10:00:00Z"}""", """
                {"q":"x","depth":"flash","outputType":"searchResults","fromDate":"2026-01-01","toDate":"2026-01-01"}""", """
                {"q":"x","depth":"fast","outputType":"searchResults","toDate":"2026-01-01T10:00:00.123+02:00"}""", """
                {"q":"x","depth":"fast","outputType":"searchResults","maxResults":1,"includeDomains":null,"more":1}"""})
    void searchTakes(String body) throws Exception {
        assertThat(wire.post("/search", body).status()).isEqualTo(200);
    }

    @Test
    void aHundredDomainsAreTheMost() throws Exception {
        String search = """
                {"q":"x","depth":"fast","outputType":"searchResults","includeDomains":["%s"]}""";

        assertThat(wire.post("/search", search.formatted(domains(100))).status())
                .isEqualTo(200);
        assertThat(wire.post("/search", search.formatted(domains(101))).invalidFields())
                .containsExactly("includeDomains");
    }

    private static String domains(int count) {
        return String.join("\",\"", Collections.nCopies(count, "acme.example"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url         | {}
            url         | {"url":"ftp://example.com"}
            url         | {"url":"example.com"}
            url         | {"url":"https:///path"}
            url         | {"url":"https://exa mple.com"}
            mode        | {"url":"https://example.com","mode":"fast"}
            schema      | {"url":"https://example.com","schema":"{\\"type\\":\\"object\\"}"}
            schema      | {"url":"https://example.com","schema":{"type":"array"}}
            instructions | {"url":"https://example.com","instructions":"Be brief"}
            instructions | {"url":"https://example.com","schema":{"type":"object"},"instructions":7}
            renderJs    | {"url":"https://example.com","renderJs":"true"}
            """)
    void fetchRefuses(String field, String body) throws Exception {
        assertThat(wire.post("/fetch", body.trim()).invalidFields()).containsExactly(field);
    }

    @Test
    void instructionsHaveAtMost4000Characters() throws Exception {
        String fetch = """
                {"url":"https://example.com","schema":{"type":"object"},"instructions":"%s"}""";

        assertThat(wire.post("/fetch", fetch.formatted("x".repeat(4000))).status())
                .isEqualTo(200);
        assertThat(wire.post("/fetch", fetch.formatted("x".repeat(4001))).invalidFields())
                .containsExactly("instructions");
    }

    @Test
    void newValuesAreTakenIfTheStandInIsTold() throws Exception {
        String search = "{\"q\":\"x\",\"depth\":\"turbo\",\"outputType\":\"searchResults\"}";
        assertThat(wire.post("/search", search).invalidFields()).containsExactly("depth");

        try (LinkupStandIn newer = LinkupStandIn.builder().newValues().start()) {
            assertThat(Wire.to(newer).post("/search", search).status()).isEqualTo(200);
            assertThat(Wire.to(newer)
                            .post("/search", search.replace("\"turbo\"", "7"))
                            .invalidFields())
                    .containsExactly("depth");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            outputType             | {"q":"x","outputType":"searchResults"}
            mode                   | {"q":"x","outputType":"sourcedAnswer","mode":"Answer"}
            reasoningDepth         | {"q":"x","outputType":"sourcedAnswer","reasoningDepth":"XXL"}
            structuredOutputSchema | {"q":"x","outputType":"structured"}
            """)
    void researchRefuses(String field, String body) throws Exception {
        assertThat(wire.post("/research", body.trim()).invalidFields()).containsExactly(field);
        assertThat(standIn.tasks()).isEmpty();
    }

    @Test
    void aWrongTaskIsNamedByItsIndexAndNothingIsCreated() throws Exception {
        Wire.Answer answer = wire.post(
                "/tasks",
                "[" + Wire.searchTask("fine") + "," + Wire.searchTask("") + ",{\"type\":\"fetch\"},{\"input\":{}}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.invalidFields()).containsExactly("1.input.q", "2.input", "3.type");
        assertThat(standIn.tasks()).isEmpty();
    }

    @Test
    void oneCallCreatesOneToAHundredTasks() throws Exception {
        List<String> tasks = Collections.nCopies(101, Wire.searchTask("x"));

        assertThat(wire.post("/tasks", tasks.toString()).status()).isEqualTo(400);
        assertThat(wire.post("/tasks", "[]").status()).isEqualTo(400);
        assertThat(wire.post("/tasks", Wire.searchTask("x")).status()).isEqualTo(400);
        assertThat(wire.post("/tasks", tasks.subList(0, 100).toString()).json()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"research", "crawl"})
    void aTaskTypeThatIsNotEnabledIsForbidden(String type) throws Exception {
        Wire.Answer answer = wire.post("/tasks", "[{\"type\":\"" + type + "\",\"input\":{}}]");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("TASK_TYPE_NOT_SUPPORTED");
    }
}
