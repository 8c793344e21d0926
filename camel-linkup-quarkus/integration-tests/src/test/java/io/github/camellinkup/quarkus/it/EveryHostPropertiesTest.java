package io.github.camellinkup.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The properties file that serves every host, in the packaged application. Linkup is reached through TLS, as it says. */
@Timeout(120)
class EveryHostPropertiesTest {

    private static final Path FILE =
            Path.of("../../camel-linkup-component/src/test/resources/docs/every-host.properties");
    private static final String KEY = "a+b%41&c";
    private static final String PASSWORD = "no-secret";

    @TempDir
    private Path folder;

    @Test
    void propertiesAreOptionsOfTheComponent() throws Exception {
        Path config = Files.createDirectory(folder.resolve("config"));
        Files.copy(FILE, config.resolve("application.properties"));

        try (LinkupStandIn standIn =
                        LinkupStandIn.builder().apiKeys(KEY).https().start();
                Application application = launch(standIn).awaitStart()) {
            application.post("/search?route=search", "every host");

            assertThat(standIn.received(Operation.SEARCH)).hasSize(1);
            ReceivedCall call = standIn.received(Operation.SEARCH).get(0);
            assertThat(call.header("Authorization")).hasValue("Bearer " + KEY);
            assertThat(call.json().path("depth").asText()).isEqualTo("deep");
            assertThat(call.json().path("excludeDomains").toString()).isEqualTo("[\"example.com\",\"example.org\"]");
            assertThat(option(application, "requestTimeout")).isEqualTo("PT1M");
            assertThat(option(application, "maxRetries")).isEqualTo("7");
            assertThat(option(application, "taskRepository")).contains("JdbcTaskRepository");
            assertThat(application.log()).doesNotContain(KEY);
        }
    }

    /** The file has an address that there is not. */
    private Application launch(LinkupStandIn standIn) throws Exception {
        return Application.launch(
                folder,
                Path.of("target", "every-host.txt"),
                Map.of(),
                Map.of(
                        "linkup.address",
                        standIn.httpsBaseUrl(),
                        "gateway.trust-store",
                        "file:" + trustStore(standIn.certificate()),
                        "gateway.password",
                        PASSWORD,
                        "quarkus.datasource.jdbc.url",
                        "jdbc:h2:mem:every-host;DB_CLOSE_DELAY=-1",
                        "second.address",
                        standIn.baseUrl(),
                        "second.key",
                        KEY,
                        "third.api-key",
                        KEY));
    }

    private Path trustStore(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("linkup", certificate);
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static String option(Application application, String name) throws Exception {
        return application.get("/option?name=" + name).body();
    }
}
