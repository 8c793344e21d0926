package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An application of Camel Main with the properties of the page on monitoring, asked over HTTP as operators do. */
class ObservedApplicationTest {

    private static final String API_KEY = "lk-secret-5e1d77a0b3";

    private static final LinkupStandIn STAND_IN = LinkupStandIn.builder()
            .apiKeys(API_KEY)
            .noPollLimit()
            .taskTime("search", Duration.ofMillis(10))
            .start();

    private static final Main MAIN = new Main();
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        MAIN.setDefaultPropertyPlaceholderLocation("classpath:docs/monitoring.properties");
        MAIN.addOverrideProperty("camel.management.host", "127.0.0.1");
        MAIN.addOverrideProperty("camel.management.port", String.valueOf(port));
        MAIN.addOverrideProperty("camel.component.linkup.api-key", API_KEY);
        MAIN.addOverrideProperty("camel.component.linkup.base-url", STAND_IN.baseUrl());
        MAIN.addOverrideProperty("camel.component.linkup.max-retries", "0");
        MAIN.addOverrideProperty("camel.component.linkup.spend-limit", "100");
        MAIN.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("linkup:search");
                from("direct:tasks").to("linkup:tasks?type=search");
                from("direct:await").to("linkup:tasks?type=search&mode=await");
                from("linkup:tasks?taskScope=submitted&initialDelay=0&delay=100")
                        .to("mock:results");
            }
        });
        MAIN.start();
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
        STAND_IN.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain(API_KEY);
        return answer;
    }

    private static void send(String uri, Object body) throws Exception {
        MAIN.getCamelTemplate().send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    @Test
    void theHealthPageTellsWhyItIsDown() throws Exception {
        send("direct:ask", "question");
        await().untilAsserted(
                        () -> assertThat(get("/observe/health").statusCode()).isEqualTo(200));

        STAND_IN.failWhen(call -> true, Fault.error(401, "UNAUTHORIZED"));
        send("direct:ask", "question");

        HttpResponse<String> health = get("/observe/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body())
                .contains("producer:linkup-search-", "KEY_REFUSED")
                .doesNotContain("\tat ");
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
        STAND_IN.clearFaults();
        send("direct:ask", "question");
        await().untilAsserted(
                        () -> assertThat(get("/observe/health").statusCode()).isEqualTo(200));
    }

    @Test
    void theConsolePageShowsAccounts() throws Exception {
        send("direct:ask", "question");

        assertThat(get("/q/dev/linkup").body()).contains("keyDigest", "estimatedSpendToday");
    }

    /** Each series of the dashboard is a meter with these tags, and each meter is in the dashboard. */
    @Test
    void theDashboardShowsTheMeters() throws Exception {
        causeEveryMeter();
        List<String> queries = queries();
        await().untilAsserted(() -> assertThat(meters(get("/observe/metrics").body()))
                .containsExactlyInAnyOrderElementsOf(queries.stream()
                        .flatMap(query -> meters(query).stream())
                        .collect(Collectors.toSet())));
        String shown = get("/observe/metrics").body();
        for (String query : queries) {
            for (String label : labels(query)) {
                assertThat(meters(query)).as(query).allSatisfy(meter -> assertThat(shown.lines()
                                .filter(line -> line.startsWith(meter))
                                .toList())
                        .anyMatch(line -> line.contains(label + "=\"")));
            }
        }
    }

    private static void causeEveryMeter() throws Exception {
        STAND_IN.failNext(Operation.SEARCH, Fault.error(429, "TOO_MANY_REQUESTS"));
        send("direct:ask", "refused");
        send("direct:ask", "question");
        send("direct:await", "question");
        send("direct:tasks", List.of("one", "two"));
        send("linkup:credits", null);
        await().untilAsserted(() -> assertThat(get("/observe/metrics").body()).contains("event=\"emitted\""));
    }

    private static List<String> queries() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(Files.readString(Path.of("..", "docs", "grafana-dashboard.json")));
        List<String> queries = new ArrayList<>();
        dashboard.findValues("expr").forEach(query -> queries.add(query.asText()));
        return queries;
    }

    /** Without what Prometheus adds to the name of a timer. */
    private static Set<String> meters(String text) {
        Set<String> meters = new TreeSet<>();
        Matcher matcher = Pattern.compile("(?m)(?:^|[^\\w# ]|[^E] )(camel_linkup_[a-zA-Z_]+)")
                .matcher(text);
        while (matcher.find()) {
            meters.add(matcher.group(1).replaceFirst("_(count|sum|max|total)$", ""));
        }
        return meters;
    }

    private static Set<String> labels(String query) {
        Set<String> labels = new TreeSet<>();
        Matcher matcher = Pattern.compile("by \\(([^)]*)\\)|(\\w+)=~?\"").matcher(query);
        while (matcher.find()) {
            String names = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            labels.addAll(List.of(names.split(",\\s*")));
        }
        // Prometheus itself adds it.
        labels.remove("instance");
        return labels;
    }
}
