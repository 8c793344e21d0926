package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests for which the API refused a call. It names them by their places in the call, as in
 * {@code 56.input.q}, {@code [56].input.q} or {@code tasks[56].input.q}.
 *
 * @param refusal the API's error
 * @param byPlace what is wrong with each refused request; empty if any request may be the reason
 */
public record RefusedRequests(LinkupInvalidRequestException refusal, Map<Integer, List<ErrorDetail>> byPlace) {

    private static final Pattern PLACE = Pattern.compile("^(?:tasks)?[\\[.]?(\\d{1,3})]?(?:\\.(.*))?$");

    /** @param size the number of requests that were sent */
    public static RefusedRequests of(LinkupInvalidRequestException refusal, int size) {
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

    public boolean isEmpty() {
        return byPlace.isEmpty();
    }

    /** The error of the request at a place; null if it was not refused. */
    public LinkupInvalidRequestException error(int place) {
        List<ErrorDetail> own = byPlace.get(place);
        return own == null ? null : error("Linkup does not take the request", own);
    }

    /**
     * The error of the call in the words of a batch.
     *
     * @param position the position in the batch, from 1, of the request at a place
     * @param reference the reference of the request at a place, or null
     */
    public LinkupInvalidRequestException inBatch(IntToLongFunction position, IntFunction<String> reference) {
        if (isEmpty()) {
            return refusal;
        }
        List<ErrorDetail> details = new ArrayList<>();
        byPlace.forEach((place, own) -> details.addAll(error("", own)
                .atPosition(position.applyAsLong(place), reference.apply(place))
                .getDetails()));
        return error("Linkup does not take the batch", details);
    }

    /** The same error for a call in which the requests have other places. */
    public LinkupInvalidRequestException at(IntUnaryOperator place) {
        if (byPlace.keySet().stream().allMatch(old -> place.applyAsInt(old) == old)) {
            return refusal;
        }
        List<ErrorDetail> details = new ArrayList<>();
        byPlace.forEach((old, own) -> own.forEach(detail -> details.add(new ErrorDetail(
                "tasks[" + place.applyAsInt(old) + "]" + (detail.field() == null ? "" : "." + detail.field()),
                detail.message()))));
        return error("Linkup does not take the call", details);
    }

    private LinkupInvalidRequestException error(String problem, List<ErrorDetail> details) {
        return new LinkupInvalidRequestException(
                problem, new ErrorAnswer(refusal.getStatusCode(), refusal.getCode(), details, Optional.empty()));
    }
}
