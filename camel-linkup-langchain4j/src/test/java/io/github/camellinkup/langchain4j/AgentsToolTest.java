package io.github.camellinkup.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.web.search.WebSearchEngine;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.util.List;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The files of the example as they are, with Camel's own component for web searches. */
@Timeout(60)
class AgentsToolTest {

    @Test
    void aToolOfAnAgentAnswersWithPassagesFromTheWeb() throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations(
                "classpath:flows/agents-tool/stand-in.properties,classpath:flows/agents-tool/application.properties");
        main.addOverrideProperty("camel.main.duration-max-idle-seconds", "0");
        main.start();
        try {
            LinkupStandIn standIn =
                    main.getCamelContext().getRegistry().lookupByNameAndType("standIn", LinkupStandIn.class);
            assertThat(main.getCamelContext().getRegistry().findSingleByType(WebSearchEngine.class))
                    .isInstanceOf(LinkupWebSearchEngine.class);

            List<?> passages = main.getCamelTemplate().requestBody("direct:search-the-web", "What is new?", List.class);

            assertThat(passages)
                    .hasSize(3)
                    .allSatisfy(passage -> assertThat(passage).asString().isNotBlank());
            assertThat(standIn.received(Operation.SEARCH))
                    .anySatisfy(call -> assertThat(call.body()).contains("\"What is new?\"", "\"depth\":\"fast\""));

            standIn.failNext(Operation.SEARCH, Fault.error(400, "SEARCH_QUERY_NO_RESULT"));
            assertThat(main.getCamelTemplate().requestBody("direct:search-the-web", "Nothing?"))
                    .isNull();
        } finally {
            main.stop();
        }
    }
}
