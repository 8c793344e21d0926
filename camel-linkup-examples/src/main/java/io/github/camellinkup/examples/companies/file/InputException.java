package io.github.camellinkup.examples.companies.file;

/** The input file cannot be used as it is. The message names the option that can help. */
public final class InputException extends RuntimeException {

    InputException(String message) {
        super(message);
    }
}
