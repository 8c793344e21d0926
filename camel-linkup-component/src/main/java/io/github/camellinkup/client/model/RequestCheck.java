package io.github.camellinkup.client.model;

import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with a request by the API's rules, so that the caller learns all of it at once. */
public final class RequestCheck {

    /** The most domains that {@code includeDomains} takes. */
    public static final int MAX_INCLUDE_DOMAINS = 100;

    /**
     * Scheme, a host, and then anything that has no blanks. Stricter rules, such as those of {@code java.net.URI}, refuse
     * addresses that browsers and Linkup take, with a {@code |} in the query or an underscore in the host.
     */
    private static final Pattern WEB_ADDRESS = Pattern.compile(
            "https?://[^\\s\\p{Z}\\p{Cntrl}/?#:][^\\s\\p{Z}\\p{Cntrl}/?#]*([/?#][^\\s\\p{Cntrl}]*)?",
            Pattern.CASE_INSENSITIVE);

    private final List<ErrorDetail> errors = new ArrayList<>();

    RequestCheck required(String field, Object value) {
        if (value == null) {
            errors.add(new ErrorDetail(field, "is required"));
        }
        return this;
    }

    RequestCheck question(String q) {
        if (q == null || q.isBlank()) {
            errors.add(new ErrorDetail("q", "is required: the question must not be empty or blank"));
        }
        return this;
    }

    RequestCheck schemaFor(OutputType outputType, StructuredOutputSchema schema) {
        if (outputType == OutputType.STRUCTURED && schema == null) {
            errors.add(new ErrorDetail(
                    StructuredOutputSchema.FIELD,
                    "is required when outputType is structured: a JSON Schema whose root type is object"));
        }
        return this;
    }

    RequestCheck answerInWordsOrStructured(OutputType outputType) {
        if (outputType == OutputType.SEARCH_RESULTS) {
            errors.add(new ErrorDetail(
                    "outputType", "must be sourcedAnswer or structured for research, but it is searchResults"));
        }
        return this;
    }

    /** Checks a page to fetch: an absolute http or https URL with a host. Blanks around it do not matter. */
    public RequestCheck pageUrl(String field, String url) {
        if (url == null || url.isBlank()) {
            errors.add(new ErrorDetail(field, "is required: an absolute http or https URL"));
            return this;
        }
        if (!WEB_ADDRESS.matcher(url.strip()).matches()) {
            errors.add(new ErrorDetail(
                    field, "must be an absolute http or https URL, but it is '" + withoutUserInfo(url) + "'"));
        }
        return this;
    }

    /** Checks two dates: ISO, not before 1970-01-01, the first not after the second; null means not set. */
    public RequestCheck dates(String fromDate, String toDate) {
        Instant from = date("fromDate", fromDate);
        Instant to = date("toDate", toDate);
        if (from != null && to != null && from.isAfter(to)) {
            errors.add(
                    new ErrorDetail("fromDate", "must not be after toDate, but " + fromDate + " is after " + toDate));
        }
        return this;
    }

    /** Checks the number of domains to search in; null means not set. */
    public RequestCheck includeDomains(List<String> domains) {
        if (domains != null && domains.size() > MAX_INCLUDE_DOMAINS) {
            errors.add(new ErrorDetail(
                    "includeDomains",
                    "takes at most " + MAX_INCLUDE_DOMAINS + " domains, but it has " + domains.size()));
        }
        return noBlank("includeDomains", domains);
    }

    /** Checks that no element of a list of domains is blank; null means not set. */
    public RequestCheck excludeDomains(List<String> domains) {
        return noBlank("excludeDomains", domains);
    }

    /** Checks a number that starts at 1; null means not set. */
    public RequestCheck atLeastOne(String field, Integer number) {
        if (number != null && number < 1) {
            errors.add(new ErrorDetail(field, "must be at least 1, but it is " + number));
        }
        return this;
    }

    /** Checks the id of a task. An id comes from messages and stands in the path: what could lead elsewhere is no id. */
    public RequestCheck taskId(String taskId) {
        if (taskId == null || taskId.isBlank()) {
            errors.add(new ErrorDetail("taskId", "is required"));
        } else if (taskId.contains("..") || taskId.equals(".") || taskId.chars().anyMatch(RequestCheck::foreignToIds)) {
            errors.add(new ErrorDetail(
                    "taskId", "must be the id of a task, without spaces, slashes or other signs of an address"));
        }
        return this;
    }

    private static boolean foreignToIds(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || "/\\?#%;".indexOf(character) >= 0;
    }

    /** @throws LinkupInvalidRequestException if anything was found wrong */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new LinkupInvalidRequestException(errors);
        }
    }

    private RequestCheck noBlank(String field, List<String> texts) {
        if (texts != null && texts.stream().anyMatch(String::isBlank)) {
            errors.add(new ErrorDetail(field, "must not hold an empty domain"));
        }
        return this;
    }

    private Instant date(String field, String text) {
        if (text == null) {
            return null;
        }
        Instant instant = parse(text);
        if (instant == null) {
            errors.add(new ErrorDetail(
                    field, "must be an ISO date or date-time such as 2026-05-18, but it is '" + text + "'"));
        } else if (instant.isBefore(Instant.EPOCH)) {
            errors.add(new ErrorDetail(field, "must not be before 1970-01-01, but it is " + text));
        }
        return instant;
    }

    private static Instant parse(String text) {
        try {
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean hasOffset = text.endsWith("Z") || text.matches(".*T.*[+-]\\d{2}(:?\\d{2})?$");
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String withoutUserInfo(String url) {
        return url.replaceFirst("//[^/@]*@", "//");
    }
}
