package io.github.camellinkup.client;

import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection of HTTP/1.1 ends: that of a call that was given up, and one whose end is the end of the answer. */
class ConnectionEndTest {

    /** More than the HTTP client reads before it asks whether there is room, by some of the records it goes in. */
    private static final int REST = 66_000;

    private static final int RECORD = 1_000;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void aCallThatTimesOutInTheMiddleOfItsAnswerEndsItsConnection(int status) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> isEndedAfterHalfOf(status, server));
            HttpLinkupClient client =
                    api.client(api.settings().baseUrl(baseUrl("http", server)).requestTimeout(Duration.ofMillis(300)));

            assertThat(failure(client.creditBalance())).isInstanceOf(LinkupTimeoutException.class);

            assertThat(ended.join()).isTrue();
        }
    }

    @Test
    void anAnswerOverTlsThatEndsWithItsConnectionIsWhole() throws IOException {
        try (ServerSocket server = TestCertificate.serving()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendPageUpToTheEndOfTheConnection(server));
            HttpLinkupClient client = api.client(
                    api.settings().baseUrl(baseUrl("https", server)).requestTimeout(Duration.ofSeconds(3)),
                    new HttpSettings()
                            .sslContext(TestCertificate.trusting())
                            .hostnameVerifier((host, session) -> true));

            assertThat(get(client.listTasks(new TaskQuery(1, 100, null, null, null, null)))
                            .tasks())
                    .extracting(Task::id)
                    .containsExactly("1", "2");
            sent.join();
        }
    }

    private static boolean isEndedAfterHalfOf(int status, ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getInputStream().read(new byte[10_000]);
            connection
                    .getOutputStream()
                    .write(ascii("HTTP/1.1 " + status + " Some\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 1000\r\n\r\n{"));
            connection.setSoTimeout(5_000);
            return connection.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void sendPageUpToTheEndOfTheConnection(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getInputStream().read(new byte[10_000]);
            OutputStream out = connection.getOutputStream();
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                    + "{\"metadata\":{},\"data\":[{\"id\":\"1\"}"));
            byte[] rest = ascii(",{\"id\":\"2\",\"x\":\"" + "x".repeat(REST - 50) + "\"}]}");
            for (int from = 0; from < rest.length; from += RECORD) {
                out.write(rest, from, Math.min(RECORD, rest.length - from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String baseUrl(String scheme, ServerSocket server) {
        return scheme + "://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + "/v1";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
