package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which requests of a call the API refused, read from the positions in the details of its error. */
final class RefusedElements {

    /** A position at the beginning, as in {@code 56.input.q}, {@code [56].input.q} or {@code tasks[56].input.q}. */
    private static final Pattern POSITION = Pattern.compile("^(?:tasks)?[\\[.]?(\\d{1,3})]?(?:\\.(.*))?$");

    private final Map<Integer, List<ErrorDetail>> details = new HashMap<>();
    private final LinkupInvalidRequestException refusal;

    private RefusedElements(LinkupInvalidRequestException refusal) {
        this.refusal = refusal;
    }

    /** @param size how many requests the call had */
    static RefusedElements of(LinkupInvalidRequestException refusal, int size) {
        RefusedElements refused = new RefusedElements(refusal);
        for (ErrorDetail detail : refusal.getDetails()) {
            Matcher position = POSITION.matcher(detail.field() == null ? "" : detail.field());
            if (position.matches() && Integer.parseInt(position.group(1)) < size) {
                refused.details
                        .computeIfAbsent(Integer.valueOf(position.group(1)), index -> new ArrayList<>())
                        .add(new ErrorDetail(position.group(2), detail.message()));
            }
        }
        return refused;
    }

    /** Whether the error names no request, so that any of them may be the reason. */
    boolean isEmpty() {
        return details.isEmpty();
    }

    /** The error of the request at this position, or null if it was not refused. */
    LinkupInvalidRequestException of(int index) {
        List<ErrorDetail> own = details.get(index);
        return own == null
                ? null
                : new LinkupInvalidRequestException(
                        "Linkup does not take the request",
                        new ErrorAnswer(refusal.getStatusCode(), refusal.getCode(), own, Optional.empty()));
    }
}
