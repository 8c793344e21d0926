package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a route and an operator see what is spent. */
class EstimatedCostTest extends SpendTestSupport {

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search?depth=fast, 0.006",
        "linkup:search?depth=deep&outputType=searchResults, 0.05",
        "linkup:search?depth=deep, 0.055",
        "linkup:fetch, 0.001",
        "linkup:fetch?fetchMode=pro&renderJs=true, 0.01",
    })
    void anAnswerTellsItsCostAndItIsCounted(String uri, String dollars) {
        Exchange answered = send(uri, "https://a.org");

        assertThat(answered.getException()).isNull();
        assertThat(cost(answered)).isEqualByComparingTo(dollars);
        assertSpent(dollars);
    }

    @Test
    void anOperatorSeesWhatIsSpent() throws Exception {
        routes(routes -> routes.from("direct:search").to(SEARCH + "&spendLimit=2.5"));
        template.requestBody("direct:search", "camel");

        TaskBeans beans = new TaskBeans(context);
        assertThat(beans.attribute("producers", "EstimatedSpend")).isEqualTo(0.006);
        assertThat(beans.attribute("producers", "SpendLimit")).isEqualTo(2.5);
    }

    @Test
    void aFinishedTaskThatIsReadTellsItsCost() {
        Exchange created = send("linkup:tasks?mode=single&type=search&depth=fast", "camel");
        String id = created.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
        assertThat(cost(send("linkup:tasks?mode=get", id))).isNull();

        letTasksFinish();

        assertThat(cost(send("linkup:tasks?mode=get", id))).isEqualByComparingTo("0.006");
    }

    /** The header of an earlier step must not be taken for the cost of this one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:credits",
                "linkup:tasks?mode=list",
                "linkup:tasks?type=search",
                "linkup:tasks?mode=single&type=search",
                "linkup:search?spendLimit=0.001"
            })
    void aStepWithoutACostLeavesNoneOfAnEarlierStep(String step) {
        Exchange exchange = template.send(step, each -> {
            each.getMessage().setBody("camel");
            each.getMessage().setHeader(LinkupConstants.ESTIMATED_COST, "0.055");
        });

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(LinkupConstants.ESTIMATED_COST);
    }
}
