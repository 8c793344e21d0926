package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.LogCapture;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Misspelt headers and options. */
class SpellingTest extends LinkupTestSupport {

    @ParameterizedTest
    @CsvSource({
        "CamelLinkupDept, '. Did you mean CamelLinkupDepth?'",
        "CamelLinkupRefrence, '. Did you mean CamelLinkupReference?'",
        "CamelLinkupSomethingElseAltogether, ''"
    })
    void anUnknownHeaderIsWarnedOfOnce(String header, String suggestion) {
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 3; i++) {
                template.requestBodyAndHeader("linkup:search", "camel", header, "deep");
                template.requestBodyAndHeaders(
                        "linkup:tasks?mode=single&type=search",
                        "camel",
                        Map.of(header, "x", "camellinkupdepth", "fast"));
            }

            assertThat(log.warnings())
                    .filteredOn(line -> line.contains(header))
                    .singleElement()
                    .asString()
                    .endsWith("Header " + header + " has no effect: Linkup has no such header" + suggestion);
            assertThat(log.warnings()).noneMatch(line -> line.contains("camellinkupdepth"));
        }
    }

    @Test
    void anUnknownHeaderOfAMessageInABatchIsWarnedOf() {
        Exchange element = new DefaultExchange(context);
        element.getMessage().setBody("camel");
        element.getMessage().setHeader("CamelLinkupDept", "deep");

        try (LogCapture log = new LogCapture()) {
            template.requestBody("linkup:tasks?type=search", List.of(element));

            assertThat(log.warnings()).anyMatch(line -> line.contains("CamelLinkupDept has no effect"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search?dept=deep, There is no option dept. Did you mean depth?",
        "linkup:tasks?taskscop=submitted, There is no option taskscop. Did you mean taskScope?",
        "linkup:search?apiKy=secret-7, There is no option apiKy. Did you mean apiKey?",
        "linkup:search?wholeWorld=x, There is no option wholeWorld"
    })
    void anUnknownOptionIsToldTheNearestOne(String uri, String message) {
        assertThatThrownBy(() -> context.getEndpoint(uri))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("parameters that couldn't be set");
    }
}
