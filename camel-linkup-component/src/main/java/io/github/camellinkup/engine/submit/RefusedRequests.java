package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.engine.submit.BatchProgress.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests for which the API refused a call. It names them by their places among the requests that were sent, as in
 * {@code 56.input.q}, {@code [56].input.q} or {@code tasks[56].input.q}.
 *
 * @param refusal the API's error
 * @param byPlace what is wrong with each refused request; empty if any request may be the reason
 */
record RefusedRequests(LinkupInvalidRequestException refusal, Map<Integer, List<ErrorDetail>> byPlace) {

    private static final Pattern PLACE = Pattern.compile("^(?:tasks)?[\\[.]?(\\d{1,3})]?(?:\\.(.*))?$");

    /** @param size the number of requests that were sent */
    static RefusedRequests of(LinkupInvalidRequestException refusal, int size) {
        Map<Integer, List<ErrorDetail>> refused = new TreeMap<>();
        for (ErrorDetail detail : refusal.getDetails()) {
            Matcher place = PLACE.matcher(detail.field() == null ? "" : detail.field());
            if (place.matches() && Integer.parseInt(place.group(1)) < size) {
                refused.computeIfAbsent(Integer.valueOf(place.group(1)), index -> new ArrayList<>())
                        .add(new ErrorDetail(place.group(2), detail.message()));
            }
        }
        return new RefusedRequests(refusal, refused);
    }

    boolean isEmpty() {
        return byPlace.isEmpty();
    }

    /** The error of the request at a place; null if it was not refused. */
    LinkupInvalidRequestException error(int place) {
        List<ErrorDetail> own = byPlace.get(place);
        return own == null ? null : error("Linkup does not take the request", own);
    }

    /**
     * The error of the call, with the positions of the refused requests in the whole batch and their references.
     *
     * @param sent the requests of the call that were sent
     */
    LinkupInvalidRequestException inBatch(List<Placed> sent) {
        if (isEmpty()) {
            return refusal;
        }
        List<ErrorDetail> details = new ArrayList<>();
        byPlace.forEach((place, own) -> {
            Placed refused = sent.get(place);
            error("", own)
                    .atPosition(refused.position() + 1, refused.request().reference())
                    .getDetails()
                    .forEach(details::add);
        });
        return error("Linkup does not take the batch", details);
    }

    private LinkupInvalidRequestException error(String problem, List<ErrorDetail> details) {
        return new LinkupInvalidRequestException(
                problem, new ErrorAnswer(refusal.getStatusCode(), refusal.getCode(), details, Optional.empty()));
    }
}
