package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a batch is read from is closed, however the batch ends. */
class BatchClosingTest extends LinkupTestSupport {

    private final AtomicInteger closed = new AtomicInteger();

    /** Rows of a database, say. */
    private class Rows implements Iterator<Object>, AutoCloseable {

        private final Iterator<?> rows;

        Rows(Iterator<?> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Object next() {
            return rows.next();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private InputStream stream(InputStream content) {
        return new FilterInputStream(content) {
            @Override
            public void close() throws IOException {
                closed.incrementAndGet();
                super.close();
            }
        };
    }

    private InputStream stream(String content) {
        return stream(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private Exception failureOf(Object body) {
        return template.request("linkup:tasks?type=search&maxConcurrentBatches=1", exchange -> exchange.getMessage()
                        .setBody(body))
                .getException();
    }

    @Test
    void aBatchThatIsSentWhole() {
        assertThat(failureOf(Stream.of("a", "b").onClose(closed::incrementAndGet)))
                .isNull();
        assertThat(closed).hasValue(1);

        assertThat(failureOf(new Rows(List.of("a", "b").iterator()))).isNull();
        assertThat(closed).hasValue(2);

        assertThat(failureOf(stream("[\"a\",\"b\"]"))).isNull();
        assertThat(closed).hasValue(3);
    }

    @Test
    void aBatchWithARequestThatIsRefused() {
        failureOf(Stream.of("a", " ").onClose(closed::incrementAndGet));

        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamThatBreaksOffMidwayWhichSaysWhatWasCreated() {
        String questions = IntStream.range(0, 249)
                .mapToObj(i -> "{\"q\":\"question " + i + "\"}")
                .collect(Collectors.joining(",", "[", ",{\"q\":"));

        assertThat(failureOf(stream(questions)))
                .isInstanceOf(LinkupPartialBatchException.class)
                .hasMessageContaining("cannot be read after request 249");

        assertThat(standIn().tasks()).hasSize(200);
        assertThat(closed).hasValue(1);
    }

    @Test
    void rowsThatBreakAtTheFirst() {
        Iterator<Object> broken = new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new IllegalStateException("the database is down");
            }

            @Override
            public Object next() {
                throw new IllegalStateException("the database is down");
            }
        };

        assertThat(failureOf(new Rows(broken)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("the database is down");

        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"q\":", "[ nothing ]", "[]", "{}", "no JSON", ""})
    void aStreamThatIsNoBatchFromItsBeginning(String content) {
        assertThat(failureOf(stream(content))).isInstanceOf(LinkupInvalidRequestException.class);

        assertThat(closed.get()).isPositive();
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aStreamThatCannotBeReadAtAll() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThat(failureOf(stream(broken))).isInstanceOf(LinkupInvalidRequestException.class);

        assertThat(closed.get()).isPositive();
    }
}
