package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a create call is cut, and Linkup lists the numbers that were sent as JavaScript keeps them. */
class EchoedNumbersTest extends ConsumerTestSupport {

    private static final String SETTLING = "linkup:tasks?type=search&maxRetries=0&settleDelay=50&settleTimeout=60000";

    private static Map<String, Object> search(String question, String number) {
        return Map.of(
                "q",
                question,
                "outputType",
                "structured",
                "structuredOutputSchema",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\",\"enum\":[1," + number
                        + "],\"maximum\":" + number + "}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890",
                "-98765432109876543210987654321",
                "0.1234567890123456789",
                "1e400",
                "-1e400",
                "1e20000",
                "1e-400",
                "1e-20000",
                "-0",
                "-0.0",
                "1e21",
                "1000000000000000000000",
                "5.0",
                "4.9406564584124654e-324",
                "1.7976931348623157e308",
                "123456789012345678901234567890e-10"
            })
    void aTaskIsAdoptedAndNotPaidTwice(String number) {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());

        List<?> created =
                template.requestBody(SETTLING, List.of(search("one", number), search("other", "3")), List.class);

        assertThat(standIn().tasks()).hasSize(2);
        assertThat(created)
                .extracting(task -> ((Task) task).id())
                .containsExactlyElementsOf(
                        standIn().tasks().stream().map(StandInTask::id).toList());
    }
}
