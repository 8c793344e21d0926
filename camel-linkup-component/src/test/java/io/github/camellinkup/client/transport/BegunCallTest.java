package io.github.camellinkup.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.http.HttpVersion;
import org.junit.jupiter.api.Test;

class BegunCallTest {

    private final SharedUse use = new SharedUse();

    @Test
    void noCallIsSentOnAConnectionThatIsClosedSinceAllOnItWereGivenUp() {
        BegunCall other = new BegunCall(runtime(() -> {}), null);
        AtomicReference<Boolean> sent = new AtomicReference<>();
        BegunCall call = new BegunCall(runtime(() -> sent.set(other.send(use))), null);
        call.setExchange(() -> true);
        assertThat(call.send(use)).isTrue();

        call.cancel();

        assertThat(sent.get()).isFalse();
    }

    private static AsyncExecRuntime runtime(Runnable discarding) {
        return (AsyncExecRuntime) Proxy.newProxyInstance(
                BegunCallTest.class.getClassLoader(),
                new Class<?>[] {AsyncExecRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getEndpointInfo" -> new EndpointInfo(HttpVersion.HTTP_2, null);
                    case "isEndpointAcquired" -> true;
                    case "discardEndpoint" -> {
                        discarding.run();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
