package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.Operation;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same routes in YAML and in XML. */
class RouteLanguagesTest extends LinkupTestSupport {

    private void load(String language, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes." + language, text));
    }

    private static final String YAML = """
            - route:
                from:
                  uri: direct:companies
                  steps:
                    - to:
                        uri: linkup:tasks
                        parameters:
                          type: search
                          depth: deep
                          structuredOutputSchema: '{"type":"object","properties":{"name":{"type":"string"}}}'
                          keepHeaders: crmId
            - route:
                from:
                  uri: linkup:tasks
                  parameters:
                    taskScope: submitted
                    initialDelay: 0
                    delay: 10
                    failedTasks: emit
                  steps:
                    - to: mock:finished
            - route:
                from:
                  uri: direct:search
                  steps:
                    - to:
                        uri: linkup:search
                        parameters:
                          outputType: searchResults
                          includeDomains: "apache.org,camel.apache.org"
                          maxResults: 5
                          requestTimeout: 1m
            """;

    private static final String XML = """
            <routes xmlns="http://camel.apache.org/schema/spring">
              <route>
                <from uri="direct:companies"/>
                <to uri="linkup:tasks?type=search&amp;depth=deep&amp;keepHeaders=crmId&amp;structuredOutputSchema=RAW({&quot;type&quot;:&quot;object&quot;,&quot;properties&quot;:{&quot;name&quot;:{&quot;type&quot;:&quot;string&quot;}}})"/>
              </route>
              <route>
                <from uri="linkup:tasks?taskScope=submitted&amp;initialDelay=0&amp;delay=10&amp;failedTasks=emit"/>
                <to uri="mock:finished"/>
              </route>
              <route>
                <from uri="direct:search"/>
                <to uri="linkup:search?outputType=searchResults&amp;includeDomains=apache.org,camel.apache.org&amp;maxResults=5&amp;requestTimeout=1m"/>
              </route>
            </routes>
            """;

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "xml"})
    void routesLoadAndRun(String language) throws Exception {
        load(language, "yaml".equals(language) ? YAML : XML);

        template.requestBody("direct:search", (Object) "camel");
        assertThat(onlyCall(Operation.SEARCH).json())
                .isEqualTo(json("{\"q\":\"camel\",\"depth\":\"standard\",\"outputType\":\"searchResults\","
                        + "\"includeDomains\":[\"apache.org\",\"camel.apache.org\"],\"maxResults\":5}"));

        template.sendBodyAndHeader("direct:companies", java.util.List.of("Camel"), "crmId", 7);
        assertThat(onlyCall(Operation.TASKS_CREATE)
                        .json()
                        .at("/0/input/outputType")
                        .asText())
                .isEqualTo("structured");
        getMockEndpoint("mock:finished").expectedHeaderReceived("crmId", 7);
        getMockEndpoint("mock:finished").expectedMessageCount(1);
        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:finished").assertIsSatisfied();
    }

    /** Visual editors write the operation among the parameters. */
    @Test
    void theOperationCanBeAParameter() throws Exception {
        load("yaml", """
                - route:
                    from:
                      uri: direct
                      parameters:
                        name: search
                      steps:
                        - to:
                            uri: linkup
                            parameters:
                              operation: search
                              depth: fast
                - route:
                    from:
                      uri: linkup
                      parameters:
                        operation: tasks
                        taskScope: submitted
                      steps:
                        - to:
                            uri: mock
                            parameters:
                              name: finished
                """);

        template.requestBody("direct:search", (Object) "camel");

        assertThat(onlyCall(Operation.SEARCH).json().path("depth").asText()).isEqualTo("fast");
    }

    @Test
    void anOptionThatDoesNotExistFailsTheLoadingWithItsName() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> load("yaml", """
                        - route:
                            from:
                              uri: direct:search
                              steps:
                                - to:
                                    uri: linkup:search
                                    parameters:
                                      dept: deep
                        """))
                .hasStackTraceContaining("dept");
    }
}
