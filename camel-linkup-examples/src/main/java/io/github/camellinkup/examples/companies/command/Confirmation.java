package io.github.camellinkup.examples.companies.command;

import java.io.Console;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Asks before a run that costs more than a little, if somebody is there to answer. */
final class Confirmation {

    /** As many searches need none. */
    private static final int SEARCHES_UNASKED = 100;

    private final Function<String, Optional<String>> terminal;

    /** @param terminal answers questions; empty if there is no terminal */
    Confirmation(Function<String, Optional<String>> terminal) {
        this.terminal = terminal;
    }

    boolean isGiven(long searches, Price price) {
        return searches <= SEARCHES_UNASKED
                || terminal.apply("Send " + price.of(searches) + "? [y/N] ")
                        .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                        .map(answer -> answer.equals("y") || answer.equals("yes"))
                        .orElse(true);
    }

    /** Whether somebody sees what is written. From Java 22 on there is a console without a terminal too. */
    static boolean hasTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An input that has ended is no yes. */
    static Optional<String> askOnConsole(String question) {
        return Optional.ofNullable(System.console())
                .filter(console -> hasTerminal())
                .map(console -> Objects.requireNonNullElse(console.readLine("%s", question), ""));
    }
}
