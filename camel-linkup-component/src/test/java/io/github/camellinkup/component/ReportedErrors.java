package io.github.camellinkup.component;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;

/** The error handling of a consumer that only remembers what it was told. */
final class ReportedErrors implements ExceptionHandler {

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

    List<Throwable> all() {
        return reported;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        reported.add(exception);
    }
}
