package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.get;
import static io.github.camellinkup.client.StreamedPages.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has its answer ready, and sends it in chunks as fast as it can. */
class FastServerTest {

    private static final int TASKS = 60;
    private static final int TASK_SIZE = 1024 * 1024;

    /** So small that more than one goes into the HTTP client's buffer. */
    private static final int CHUNK_SIZE = 4_000;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileTheSinkIsBusyItCannotSendMoreThanBuffersHold(boolean tls) throws IOException {
        HeldPageTaker taker = new HeldPageTaker();
        try (CannedServer server = tls ? CannedServer.startTls() : CannedServer.start()) {
            server.answer(inChunks(page()));
            CompletableFuture<StreamedPage> call = api.client(
                            api.settings().baseUrl(server.baseUrl().toString()),
                            HttpSettings.builder()
                                    .sslContext(TestCertificate.trusting())
                                    .hostnameVerifier((host, session) -> true)
                                    .build())
                    .streamTasks(PAGE, taker)
                    .toCompletableFuture();
            taker.awaitGroups(1);

            // All 60 MB would have left in this time by far.
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> !server.hasAnswered());

            taker.release();
            assertThat(get(call).tasks()).isEqualTo(TASKS);
            assertThat(server.hasAnswered()).isTrue();
        }
    }

    private static byte[] page() {
        String result = "x".repeat(TASK_SIZE);
        StringBuilder page = new StringBuilder("{\"metadata\":{\"page\":1,\"pageSize\":100,\"total\":60},\"data\":[");
        for (int i = 0; i < TASKS; i++) {
            page.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"task-")
                    .append(i)
                    .append("\",\"type\":\"fetch\",\"status\":\"completed\",\"output\":{\"markdown\":\"")
                    .append(result)
                    .append("\"}}");
        }
        return page.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] inChunks(byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(body.length + body.length / 1_000);
        answer.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (int from = 0; from < body.length; from += CHUNK_SIZE) {
            int length = Math.min(CHUNK_SIZE, body.length - from);
            answer.write(ascii(Integer.toHexString(length) + "\r\n"));
            answer.write(body, from, length);
            answer.write(ascii("\r\n"));
        }
        answer.write(ascii("0\r\n\r\n"));
        return answer.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
