package io.github.camellinkup.client.exception;

/**
 * What is wrong with one field of a request or of an answer.
 *
 * @param field the name of the field in JSON, with its position if it is in a list; may be null
 * @param message what is wrong with it
 */
public record ErrorDetail(String field, String message) {

    @Override
    public String toString() {
        return field == null || field.isEmpty() ? message : field + ": " + message;
    }
}
