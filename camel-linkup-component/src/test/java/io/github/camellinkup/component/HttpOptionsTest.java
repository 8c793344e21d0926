package io.github.camellinkup.component;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.security.KeyStore;
import java.util.Base64;
import java.util.function.Consumer;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOptionsTest {

    private static final String ANSWER = "{\"answer\":\"through the proxy\",\"sources\":[]}";

    private static LinkupStandIn standIn;
    private static WireMockServer proxy;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private LinkupComponent component;

    @BeforeAll
    static void startServers() {
        standIn = LinkupStandIn.builder().https().start();
        proxy = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        proxy.start();
    }

    @AfterAll
    static void stopServers() {
        standIn.close();
        proxy.stop();
    }

    @BeforeEach
    void prepare() {
        standIn.reset();
        proxy.resetAll();
        proxy.stubFor(any(anyUrl()).willReturn(okJson(ANSWER)));
        context.disableJMX();
        component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setApiKey(standIn.apiKey());
        component.getConfiguration().setBaseUrl(standIn.httpsBaseUrl());
        component.getConfiguration().setMaxRetries(0);
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    private Exchange search() {
        context.start();
        return context.createProducerTemplate()
                .request("linkup:search", exchange -> exchange.getIn().setBody("camel"));
    }

    private static SSLContextParameters trustOfTheStandIn() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("stand-in", standIn.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setTrustManager(factory.getTrustManagers()[0]);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        return tls;
    }

    @Test
    void tlsSettingsOfTheComponentAreUsed() throws Exception {
        component.getHttpConfiguration().setSslContextParameters(trustOfTheStandIn());

        assertThat(search().getException()).isNull();
        assertThat(standIn.received(Operation.SEARCH).get(0).url()).startsWith("https://");
    }

    @Test
    void theGlobalTlsSettingsOfTheContextAreUsedIfWanted() throws Exception {
        context.setSSLContextParameters(trustOfTheStandIn());
        component.setUseGlobalSslContextParameters(true);

        assertThat(search().getException()).isNull();
    }

    @Test
    void theGlobalTlsSettingsAreNotUsedUnlessWanted() throws Exception {
        context.setSSLContextParameters(trustOfTheStandIn());

        assertThat(search().getException()).isInstanceOf(LinkupException.class);
    }

    @Test
    void aServerThatIsNotTrustedIsAnErrorThatNamesTheOption() {
        LinkupException failure = search().getException(LinkupException.class);

        assertThat(failure).hasMessageContaining("not trusted").hasMessageContaining("sslContextParameters");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(standIn.count()).isZero();
    }

    @Test
    void aProxyIsAskedWithItsCredentials() {
        component.getConfiguration().setBaseUrl("http://linkup.invalid/v1");
        useProxy(http -> {
            http.setProxyAuthUsername("user");
            http.setProxyAuthPassword("word");
        });

        Exchange exchange = search();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).contains("through the proxy");
        String credentials = Base64.getEncoder().encodeToString("user:word".getBytes());
        assertThat(proxy.getAllServeEvents()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getAbsoluteUrl()).contains("linkup.invalid");
            assertThat(event.getRequest().getHeader("Proxy-Authorization")).isEqualTo("Basic " + credentials);
        });
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "'example.com, 127.*', true", "example.com, false"})
    void hostsCanBeReachedWithoutTheProxy(String nonProxyHosts, boolean direct) {
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        useProxy(http -> http.setNonProxyHosts(nonProxyHosts));

        assertThat(search().getException()).isNull();

        assertThat(standIn.count(Operation.SEARCH)).isEqualTo(direct ? 1 : 0);
        assertThat(proxy.getAllServeEvents()).hasSize(direct ? 0 : 1);
    }

    private void useProxy(Consumer<LinkupHttpConfiguration> more) {
        component.getHttpConfiguration().setProxyHost("localhost");
        component.getHttpConfiguration().setProxyPort(proxy.port());
        more.accept(component.getHttpConfiguration());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            httpConfiguration.proxyHost          | localhost | proxyPort
            httpConfiguration.proxyPort          | 3128      | proxyHost
            httpConfiguration.proxyAuthUsername  | user      | proxyHost
            httpConfiguration.proxyAuthPassword  | word      | proxyHost
            httpConfiguration.connectionsPerRoute| 0         | connectionsPerRoute
            httpConfiguration.maxTotalConnections| 0         | maxTotalConnections
            httpConfiguration.proxyAuthMethod    | NTLM      | proxyAuthMethod
            workerPoolSize                       | 0         | workerPoolSize
            """)
    void whatCannotBeIsRefusedAtStartUp(String option, String value, String named) throws Exception {
        org.apache.camel.support.PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(component)
                .withProperty(option, value)
                .bind();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:search").to("linkup:search");
            }
        });

        assertThatThrownBy(context::start).hasStackTraceContaining(named);
    }

    @Test
    void aProxyMethodWithoutAUserIsRefusedOnlyIfItIsUnknown() {
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        component.getHttpConfiguration().setProxyAuthMethod("Digest");

        assertThat(search().getException()).isNull();
    }
}
