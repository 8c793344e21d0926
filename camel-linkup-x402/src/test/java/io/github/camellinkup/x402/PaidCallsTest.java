package io.github.camellinkup.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.SignedTransferCheck;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application with the properties of the documentation, at a stand-in that verifies what it is paid. */
class PaidCallsTest {

    private static final String KEY = "7c0d1e5fa94b36827c0d1e5fa94b36827c0d1e5fa94b36827c0d1e5fa94b3682";

    // snippet:stand-in
    @RegisterExtension
    static final LinkupStandInExtension LINKUP =
            new LinkupStandInExtension(LinkupStandIn.builder().payByCall(new SignedTransferCheck()));
    // end:stand-in

    private final Main main = new Main();
    private LinkupStandIn standIn;
    private ProducerTemplate template;

    @BeforeEach
    void start(LinkupStandIn running) throws Exception {
        standIn = running;
        // In place of the environment, which a test cannot set.
        main.bind("vault", (Supplier<String>) () -> KEY);
        main.addOverrideProperty("camel.beans.payer.private-key-supplier", "#bean:vault");
        main.setPropertyPlaceholderLocations("classpath:docs/x402.properties");
        main.addOverrideProperty("camel.component.linkup.base-url", standIn.baseUrl());
        main.addOverrideProperty("camel.main.jmx-enabled", "true");
        main.start();
        template = main.getCamelTemplate();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void searchesAndFetchesArePaidForAndAnswered() {
        assertThat(template.requestBody("linkup:search", "Who maintains Apache Camel?"))
                .isInstanceOf(SourcedAnswer.class);
        template.requestBody("linkup:fetch", "https://camel.apache.org");

        assertThat(standIn.payments()).hasSize(2).allSatisfy(paid -> assertThat(
                        paid.at("/payload/authorization/from").asText())
                .isEqualTo(payer().getAddress()));
        assertThat(standIn.received(Operation.SEARCH)).hasSize(2).allSatisfy(call -> assertThat(call.headerNames())
                .doesNotContain("Authorization"));
    }

    @Test
    void aCallThatCostsMoreThanAllowedIsNotPaidAndSaysWhy() {
        payer().setMaxPayment(0.005);

        assertThat(catchThrowable(() -> template.requestBody("linkup:search", "Camel")))
                .rootCause()
                .hasMessageContaining("costs 0.010000 USDC, and maxPayment is 0.005");
        assertThat(standIn.received(Operation.SEARCH)).hasSize(1);
        assertThat(standIn.payments()).isEmpty();
    }

    @Test
    void aPaymentThatIsRefusedIsNotMadeAgain() {
        standIn.refusePayments();

        assertThat(catchThrowable(() -> template.requestBody("linkup:search", "Camel")))
                .cause()
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageContaining("refused");
        assertThat(standIn.payments()).hasSize(1);
    }

    @Test
    void noLogNoUriAndNoJmxAttributeHasTheKey() throws Exception {
        template.requestBody("linkup:search", "Camel");

        assertThat(Files.readString(Path.of("target/test-debug.log")))
                .contains("DEBUG")
                .doesNotContain(KEY);
        assertThat(main.getCamelContext().getEndpoints().toString()).doesNotContain(KEY);
        assertThat(jmx()).contains("Route").doesNotContain(KEY);
    }

    private X402PaymentSigner payer() {
        return main.getCamelContext().getRegistry().findSingleByType(X402PaymentSigner.class);
    }

    private static String jmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                all.append(attribute.getName())
                        .append('=')
                        .append(value(server, name, attribute))
                        .append('\n');
            }
        }
        return all.toString();
    }

    private static Object value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return server.getAttribute(name, attribute.getName());
        } catch (Exception e) {
            return e;
        }
    }
}
