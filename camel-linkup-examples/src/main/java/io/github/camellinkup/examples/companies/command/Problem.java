package io.github.camellinkup.examples.companies.command;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.CamelExchangeException;

/** What went wrong, for people: the log has the rest. */
final class Problem {

    private Problem() {}

    /** The messages of an exception and its causes, outermost first, each once. */
    static String inWords(Throwable problem) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof CamelExchangeException && cause.getCause() != null) {
                continue; // says on which exchange, which only the log's readers know
            }
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            // Most wrappers repeat what they wrap.
            if (messages.stream().noneMatch(earlier -> earlier.contains(message))) {
                messages.add(message);
            }
        }
        return String.join(" - because: ", messages);
    }
}
