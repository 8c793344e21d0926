package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal in the API's own words. Thrown to leave a handler early, so it carries no stack trace. */
final class ApiError extends RuntimeException {

    /** One thing that is wrong with a request. */
    record Detail(String field, String message) {}

    private final int status;
    private final String code;
    private final List<Detail> details;

    ApiError(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    private ApiError(int status, String code, String message, List<Detail> details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    static ApiError invalid(List<Detail> details) {
        return new ApiError(400, "VALIDATION_ERROR", "Validation failed", details);
    }

    static ApiError taskNotFound(String id) {
        return new ApiError(404, "TASK_NOT_FOUND", "There is no task " + id + ", or its result has expired");
    }

    Reply reply() {
        return Reply.json(status, body(status, code, getMessage(), details));
    }

    static ObjectNode body(int status, String code, String message, List<Detail> details) {
        ObjectNode body = Json.object().put("statusCode", status);
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        ArrayNode list = error.putArray("details");
        details.forEach(detail -> list.addObject().put("field", detail.field()).put("message", detail.message()));
        return body;
    }
}
