package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.ErrorDetail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of the body of an error answer.
 *
 * @param code the API's error code, if the body has one
 * @param message the API's message, if the body has one
 * @param details what is wrong with which field
 */
public record ErrorBody(Optional<String> code, Optional<String> message, List<ErrorDetail> details) {

    private static final ErrorBody NOTHING = new ErrorBody(Optional.empty(), Optional.empty(), List.of());

    /** Reads a body, which need not be JSON or an error of the API. Unreadable parts are missing. */
    public static ErrorBody read(byte[] body) {
        JsonNode error;
        try {
            error = JsonMappers.MAPPER.readTree(body).path("error");
        } catch (IOException | NumberFormatException e) {
            // A number that is valid in JSON can be too large for Java.
            return NOTHING;
        }
        List<ErrorDetail> details = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            details.add(new ErrorDetail(
                    text(detail.path("field")).orElse(null),
                    text(detail.path("message")).orElse("")));
        }
        return new ErrorBody(text(error.path("code")), text(error.path("message")), details);
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(text -> !text.isBlank());
    }
}
