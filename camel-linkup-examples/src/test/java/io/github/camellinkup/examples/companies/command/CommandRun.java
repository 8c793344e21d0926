package io.github.camellinkup.examples.companies.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/** What the command did and said. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(Map<String, String> environment, String... args) {
        return of(environment, question -> Optional.empty(), args);
    }

    /** @param terminal answers questions; empty if there is no terminal */
    static CommandRun of(Map<String, String> environment, Function<String, Optional<String>> terminal, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = CompaniesToCrm.commandLine(environment, terminal)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = command.execute(args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
