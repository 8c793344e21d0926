package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An option that cannot be is refused at start, and named. */
class BadOptionTest extends LinkupTestSupport {

    private static final String DOMAINS_101 = String.join(",", Collections.nCopies(101, "a.org"));

    @AfterEach
    void nothingWasSent() {
        assertThat(standIn().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linkup:serch                                                 | linkup:serch
            linkup:search?depth=abyss                                    | depth
            linkup:search?outputType=poem                                | outputType
            linkup:research?outputType=searchResults                     | outputType
            linkup:search?structuredOutputSchema=[]                      | structuredOutputSchema
            linkup:search?schema=classpath:schemas/company.json          | schema
            linkup:search?unknownFields=perhaps                          | unknownFields
            linkup:credits?unknownFields=send                            | unknownFields
            linkup:tasks?mode=list&unknownFields=send                    | unknownFields
            linkup:fetch?schema=[]                                       | schema: must be
            linkup:fetch?schema=classpath:missing.json                   | missing.json
            linkup:fetch?structuredOutputSchema=classpath:x.json         | structuredOutputSchema
            linkup:search?structuredOutputSchema=classpath:missing.json  | missing.json
            linkup:search?structuredOutputClass=com.acme.Missing         | structuredOutputClass
            linkup:search?structuredOutputClass=java.lang.String         | structuredOutputClass
            linkup:search?maxResults=0                                   | maxResults
            linkup:search?maxResults=many                                | maxResults
            linkup:search?fromDate=2026-02-01&toDate=2026-01-01          | fromDate
            linkup:search?fromDate=1969-12-31                            | fromDate
            linkup:fetch?url=file:///etc/passwd                          | url
            linkup:fetch?url=/manual                                     | url
            linkup:fetch?depth=deep                                      | depth
            linkup:search?mode=single                                    | mode
            linkup:tasks?mode=swim                                       | mode
            linkup:research?mode=batch                                   | mode
            linkup:tasks?type=swim                                       | type
            linkup:tasks?batchSize=101                                   | batchSize
            linkup:tasks?batchSize=0                                     | batchSize
            linkup:tasks?maxConcurrentBatches=0                          | maxConcurrentBatches
            linkup:tasks?mode=single&batchLinger=-1                      | batchLinger
            linkup:tasks?queueFull=perhaps                               | queueFull
            linkup:tasks?queueFullTimeout=0                              | queueFullTimeout
            linkup:research?batchLinger=5                                | batchLinger
            linkup:tasks?mode=single&batchLinger=9223372036854775807     | batchLinger
            linkup:tasks?queueFullTimeout=9223372036854775807            | queueFullTimeout
            linkup:tasks?mode=await&awaitTimeout=9223372036854775807     | awaitTimeout
            linkup:tasks?settleTimeout=9223372036854775807               | settleTimeout
            linkup:tasks?mode=list&pageSize=1000                         | pageSize
            linkup:tasks?mode=list&statuses=lost                         | statuses
            linkup:tasks?mode=get&taskId=../credits/balance              | taskId
            linkup:search?requestTimeout=0                               | requestTimeout
            linkup:search?maxRetries=-1                                  | maxRetries
            linkup:search?baseUrl=ftp://example.com                      | baseUrl
            linkup:search?baseUrl=api.linkup.so/v1                       | but it is 'api.linkup.so/v1'
            linkup:search?authHeader=                                    | authHeader
            linkup:search?swim=true                                      | swim
            linkup:search?types=search                                   | types
            linkup:search?batchSize=50                                   | batchSize
            linkup:fetch?keepHeaders=crmId                               | keepHeaders
            linkup:credits?pageSize=10                                   | pageSize
            linkup:tasks?mode=get&batchSize=50                           | batchSize
            linkup:tasks?mode=get&type=search                            | type
            linkup:tasks?mode=get&depth=deep                             | depth
            linkup:research?mode=list&reasoningDepth=L                   | reasoningDepth
            linkup:tasks?mode=batch&batchLinger=5                        | batchLinger
            linkup:tasks?mode=list&keepHeaders=crmId                     | keepHeaders
            linkup:tasks?taskId=abc                                      | taskId
            linkup:tasks?statuses=failed                                 | statuses
            linkup:research?batchSize=50                                 | batchSize
            linkup:research?mode=list&statuses=failed                    | statuses
            """)
    void aBadUriIsRefusedAtStartUp(String uri, String named) {
        assertThatThrownBy(() -> start("direct:start", uri)).hasStackTraceContaining(named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            api.linkup.so/v1                   | api.linkup.so/v1
            localhost:8080/v1                  | localhost:8080/v1
            ftp://example.com                  | ftp://example.com
            {{gateway}}/v1                     | {{gateway}}/v1
            https://user:px-secret@example.com | ***@example.com
            user:px-secret@example.com/v1      | ***@example.com/v1
            https://host/v1?key=px-secret      | https://host/v1?***
            https://host /v1#px-secret         | https://host /v1?***
            https://user:px?secret@example.com | ***
            https://host/v1?key=px@secret      | ***
            ''                                 | ''
            """)
    void aBadAddressIsShownWithoutSecrets(String baseUrl, String shown) {
        LinkupConfiguration connection = new LinkupConfiguration();
        connection.setApiKey(API_KEY);
        connection.setBaseUrl(baseUrl);
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);

        assertThatThrownBy(() -> component.settings(connection))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option baseUrl ")
                .hasMessageEndingWith("'" + shown + "'")
                .satisfies(failure ->
                        assertThat(failure).asString().doesNotContain("secret").doesNotContain(API_KEY));
    }

    @Test
    void tooManyDomainsAreRefusedAtStartUp() {
        assertThatThrownBy(() -> start("direct:start", "linkup:search?includeDomains=" + DOMAINS_101))
                .hasStackTraceContaining("includeDomains");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linkup:search                                       | linkup:search cannot be used as from
            linkup:credits                                      | linkup:credits cannot be used as from
            linkup:tasks?taskScope=mine                         | taskScope
            linkup:tasks?since=soon                             | since
            linkup:tasks?taskScope=submitted&since=1h           | since
            linkup:tasks?statuses=pending                       | statuses
            linkup:tasks?failedTasks=forget                     | failedTasks
            linkup:tasks?depth=deep                             | depth
            linkup:research?types=search                        | types
            linkup:tasks?mode=list                              | mode
            linkup:tasks?type=search                            | type
            linkup:tasks?keepHeaders=crmId                      | keepHeaders
            linkup:tasks?pageSize=10                            | pageSize
            """)
    void aBadConsumerUriIsRefusedAtStartUp(String uri, String named) {
        assertThatThrownBy(() -> start(uri, "mock:end")).hasStackTraceContaining(named);
    }

    @Test
    void aKeyAndASignerExcludeEachOther() {
        context.getRegistry().bind("signer", (io.github.camellinkup.client.PaymentSigner)
                required -> CompletableFuture.completedFuture(required));

        assertThatThrownBy(() -> start("direct:start", "linkup:search?paymentSigner=#signer"))
                .hasStackTraceContaining("apiKey and paymentSigner exclude each other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:tasks",
                "linkup:tasks?mode=single",
                "linkup:tasks?mode=get",
                "linkup:tasks?mode=list",
                "linkup:research",
                "linkup:research?mode=await",
                "linkup:credits",
                "linkup:tasks?taskScope=submitted",
                "linkup:research?taskScope=submitted"
            })
    void aSignerPaysForSearchesAndFetchesOnly(String uri) {
        LinkupConfiguration configuration =
                context.getComponent("linkup", LinkupComponent.class).getConfiguration();
        configuration.setApiKey(null);
        configuration.setPaymentSigner(CompletableFuture::completedFuture);
        boolean isConsumer = uri.contains("taskScope");

        assertThatThrownBy(() -> start(isConsumer ? uri : "direct:start", isConsumer ? "mock:end" : uri))
                .hasStackTraceContaining("Option paymentSigner is not for ")
                .hasStackTraceContaining(
                        "It is for linkup:search, linkup:fetch. Linkup takes payments for single calls only")
                .hasStackTraceContaining("set apiKey");
    }

    @Test
    void aMissingKeyIsRefusedAtStartUpAndTheMessageSaysWhereToSetIt() {
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setApiKey(null);

        assertThatThrownBy(() -> start("direct:start", "linkup:search"))
                .hasStackTraceContaining("apiKey")
                .hasStackTraceContaining("LINKUP_API_KEY");
    }

    private void start(String from, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
    }
}
