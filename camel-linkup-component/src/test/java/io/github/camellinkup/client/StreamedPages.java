package io.github.camellinkup.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.LinkupStandIn;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A stand-in with lists to stream, for all tests of a class, and clients that read them with or without TLS. */
final class StreamedPages implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    enum Scheme {
        HTTP,
        HTTPS
    }

    static final TaskQuery PAGE = new TaskQuery(1, 100, null, null, null, null);

    private final ClientExtension api = new ClientExtension();
    private final AtomicInteger made = new AtomicInteger();
    private LinkupStandIn linkup;

    @Override
    public void beforeAll(ExtensionContext context) {
        linkup = LinkupStandIn.builder()
                .apiKeys(ClientExtension.KEY)
                .noPollLimit()
                .https()
                .start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        api.beforeEach(context);
        made.set(0);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        api.afterEach(context);
        linkup.reset();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        linkup.close();
    }

    LinkupStandIn linkup() {
        return linkup;
    }

    /** Adds tasks of some bytes. */
    void addSmall(int number) {
        for (int i = 0; i < number; i++) {
            linkup.addForeignTask(ForeignTask.of("search").output(TextNode.valueOf("result ü " + i)));
        }
    }

    /** Adds tasks of a megabyte, made while they are sent. */
    void addLarge(int number) {
        String text = "x".repeat(1_000_000);
        linkup.answerFetch(input -> {
            made.incrementAndGet();
            return JsonNodeFactory.instance.objectNode().put("markdown", text);
        });
        for (int i = 0; i < number; i++) {
            linkup.addForeignTask(ForeignTask.of("fetch"));
        }
    }

    /** How many of the large outputs the server has made. */
    int made() {
        return made.get();
    }

    ClientExtension.Settings settings() {
        return api.settings().baseUrl(linkup.baseUrl());
    }

    HttpLinkupClient client(ClientExtension.Settings settings) {
        return client(Scheme.HTTP, settings);
    }

    HttpLinkupClient client(Scheme scheme, ClientExtension.Settings settings) {
        return client(scheme, settings, HttpSettings.builder());
    }

    HttpLinkupClient client(Scheme scheme, ClientExtension.Settings settings, HttpSettings.Builder http) {
        if (scheme == Scheme.HTTP) {
            return api.client(settings, http.build());
        }
        return api.client(
                settings.baseUrl(linkup.httpsBaseUrl()),
                http.sslContext(linkup.clientSslContext()).build());
    }
}
