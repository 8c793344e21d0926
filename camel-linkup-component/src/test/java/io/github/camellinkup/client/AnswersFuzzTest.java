package io.github.camellinkup.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.AnswerReader;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHttpResponse;

/**
 * Whatever comes as an answer: it is read, or refused with an {@link IOException}, and of an error there is always a
 * {@link LinkupException}.
 *
 * <p>Runs the inputs that are kept in the resources. To look for others: {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=AnswersFuzzTest#answersAreReadOrRefused}.
 */
class AnswersFuzzTest {

    private static final List<Integer> STATUSES =
            List.of(300, 303, 307, 400, 401, 402, 403, 404, 407, 408, 409, 418, 429, 500, 502, 503, 599);
    private static final ErrorAnswers ERRORS =
            new ErrorAnswers(Duration.ofSeconds(30), false, Clock.fixed(ClientExtension.NOW, ZoneOffset.UTC));
    private static final List<ApiRequest> REQUESTS = List.of(
            new ApiRequest(ApiOperation.GET_TASK, "/v1/tasks/1", null),
            new ApiRequest(ApiOperation.SEARCH, "/v1/search", new byte[0]));

    @FuzzTest(maxDuration = "5m")
    void answersAreReadOrRefused(byte[] body) {
        RawJson json = RawJson.wrap(body);
        for (OutputType type : OutputType.values()) {
            read(() -> AnswerReader.searchAnswer(json, type, true).json());
            read(() -> AnswerReader.searchAnswer(json, type, false).json());
        }
        read(() -> AnswerReader.fetchedPage(json).json());
        read(() -> AnswerReader.creditBalance(json).json());
        read(() -> checked(TaskReader.task(body)));
        read(() -> {
            TaskReader.tasks(body).forEach(AnswersFuzzTest::checked);
            return json;
        });
        read(() -> {
            TaskReader.page(body).tasks().forEach(AnswersFuzzTest::checked);
            return json;
        });
    }

    @FuzzTest(maxDuration = "5m")
    void errorsAreExceptions(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        for (int status : STATUSES) {
            for (ApiRequest request : REQUESTS) {
                // The body as the headers too: they are no more to be trusted.
                BasicHttpResponse head = new BasicHttpResponse(status);
                Stream.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.RETRY_AFTER, HttpHeaders.LOCATION)
                        .forEach(name -> head.addHeader(name, text));
                HttpAnswer answer = new HttpAnswer(head, body);
                LinkupException failure = ERRORS.exception(request, answer, new Mask(ClientExtension.KEY));
                assertThat(failure.getStatusCode()).isEqualTo(status);
                assertThat(failure.getMessage()).doesNotContain(ClientExtension.KEY);
            }
        }
    }

    /** A task has what every task has, and can be asked for its typed answer. */
    private static RawJson checked(Task task) {
        assertThat(task.id()).isNotNull();
        assertThat(task.type()).isNotNull();
        assertThat(task.status()).isNotNull();
        LinkupAnswer answer = task.answer();
        assertThat(answer == null).isEqualTo(task.output() == null);
        return task.json();
    }

    private static void read(Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (IOException e) {
            // Refused, as it should be.
        }
    }

    private interface Reading {
        RawJson read() throws IOException;
    }
}
