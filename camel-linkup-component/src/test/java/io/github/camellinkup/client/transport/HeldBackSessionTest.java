package io.github.camellinkup.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import org.apache.hc.core5.reactor.IOSession;
import org.junit.jupiter.api.Test;

class HeldBackSessionTest {

    private static final int THERE = 7;

    private int waitedFor = SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    private boolean cancelled;

    private final IOSession session = HeldBackSession.of((IOSession) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {IOSession.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getEventMask" -> {
                    if (cancelled) {
                        throw new CancelledKeyException();
                    }
                    yield waitedFor;
                }
                case "read" -> cancelled ? -1 : THERE;
                default -> throw new UnsupportedOperationException(method.getName());
            }));

    private int read() throws IOException {
        return session.read(ByteBuffer.allocate(10));
    }

    @Test
    void itBringsWhatIsThereOnlyWhileSomebodyWaitsForIt() throws IOException {
        assertThat(read()).isEqualTo(THERE);
        waitedFor = SelectionKey.OP_WRITE;
        assertThat(read()).isZero();
        waitedFor = SelectionKey.OP_READ;
        assertThat(read()).isEqualTo(THERE);
    }

    @Test
    void aClosedConnectionIsAtItsEnd() throws IOException {
        cancelled = true;
        assertThat(read()).isEqualTo(-1);
    }
}
