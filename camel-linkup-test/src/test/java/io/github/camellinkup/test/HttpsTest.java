package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {

    @TempDir
    Path folder;

    @Test
    void httpsSpeaksHttp2ToAClientThatTrustsTheCertificate() throws Exception {
        try (LinkupStandIn standIn = LinkupStandIn.builder().https().start()) {
            Wire wire = trusting(standIn);

            assertThat(wire.post("/search", Wire.search("x")).status()).isEqualTo(200);
            assertThat(wire.get("/tasks").json().get("data")).isEmpty();
            assertThat(standIn.received()).extracting(ReceivedCall::protocol).containsOnly("HTTP/2.0");
            assertThat(standIn.certificate().getSubjectX500Principal().getName())
                    .contains("CN=localhost");
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateIsNotServed() {
        try (LinkupStandIn standIn = LinkupStandIn.builder().https().start()) {
            Wire wire = Wire.to(HttpClient.newHttpClient(), standIn.httpsBaseUrl(), standIn);

            assertThatThrownBy(() -> wire.get("/tasks")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aKeystoreCanBeBrought() throws Exception {
        Path keystore = folder.resolve("mine.p12");
        try (var builtIn = LinkupStandIn.class.getResourceAsStream("localhost.p12")) {
            Files.copy(builtIn, keystore);
        }
        try (LinkupStandIn standIn =
                LinkupStandIn.builder().https(keystore, "linkup-test").start()) {
            assertThat(trusting(standIn).get("/tasks").status()).isEqualTo(200);
        }
        assertThatThrownBy(() -> LinkupStandIn.builder().https(keystore, "wrong"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine.p12");
    }

    @Test
    void httpsIsOffUnlessAskedFor() {
        try (LinkupStandIn standIn = LinkupStandIn.start()) {
            assertThatThrownBy(standIn::httpsBaseUrl).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Wire trusting(LinkupStandIn standIn) {
        HttpClient http =
                HttpClient.newBuilder().sslContext(standIn.clientSslContext()).build();
        return Wire.to(http, standIn.httpsBaseUrl(), standIn);
    }
}
