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
import java.util.Map;
import java.util.regex.Pattern;

/** Collects all violations of the API's rules in a request, so that the caller gets them in one message. */
public final class RequestCheck {

    /** The maximum number of domains in {@code includeDomains}. */
    public static final int MAX_INCLUDE_DOMAINS = 100;

    /** The maximum length of the {@code instructions} of a fetch, in characters. */
    public static final int MAX_INSTRUCTIONS = 4000;

    /**
     * A scheme, a host, and then anything without blanks. Stricter rules, such as those of {@code java.net.URI}, reject
     * addresses that browsers and Linkup accept, with a {@code |} in the query or an underscore in the host.
     */
    private static final Pattern WEB_ADDRESS = Pattern.compile(
            "https?://[^\\s\\p{Z}\\p{Cntrl}/?#:][^\\s\\p{Z}\\p{Cntrl}/?#]*([/?#][^\\s\\p{Cntrl}]*)?",
            Pattern.CASE_INSENSITIVE);

    private final List<ErrorDetail> errors = new ArrayList<>();

    /** Checks a field that may also have a value that this version does not know. */
    RequestCheck required(String field, Object value, Map<String, ?> furtherFields) {
        return rejectIf(value == null && !furtherFields.containsKey(field), field, "is required");
    }

    RequestCheck question(String q) {
        return rejectIf(q == null || isBlank(q), "q", "is required: the question must not be empty or blank");
    }

    RequestCheck schemaFor(OutputType outputType, StructuredOutputSchema schema) {
        return rejectIf(
                outputType == OutputType.STRUCTURED && schema == null,
                StructuredOutputSchema.FIELD,
                "is required when outputType is structured: a JSON Schema whose root type is object");
    }

    RequestCheck instructions(String instructions, StructuredOutputSchema schema) {
        int length = instructions == null ? 0 : instructions.length();
        return rejectIf(
                        length > MAX_INSTRUCTIONS,
                        "instructions",
                        "takes at most " + MAX_INSTRUCTIONS + " characters, but it has " + length)
                .rejectIf(
                        instructions != null && schema == null,
                        "instructions",
                        "is only for a fetch with a schema: set schema too, or remove instructions");
    }

    RequestCheck sourcedOrStructured(OutputType outputType) {
        return rejectIf(
                outputType == OutputType.SEARCH_RESULTS,
                "outputType",
                "must be sourcedAnswer or structured for research, but it is searchResults");
    }

    /** Checks a page to fetch: an absolute http or https URL with a host. Blanks around it are ignored. */
    public RequestCheck pageUrl(String field, String url) {
        if (url == null || isBlank(url)) {
            return rejectIf(true, field, "is required: an absolute http or https URL");
        }
        return rejectIf(
                !WEB_ADDRESS.matcher(url.strip()).matches(),
                field,
                "must be an absolute http or https URL, but it is '" + url.replaceFirst("//[^/@]*@", "//") + "'");
    }

    /** Checks two dates: ISO, not before 1970-01-01, the first not after the second; null means not set. */
    public RequestCheck dates(String fromDate, String toDate) {
        Instant from = date("fromDate", fromDate);
        Instant to = date("toDate", toDate);
        return rejectIf(
                from != null && to != null && from.isAfter(to),
                "fromDate",
                "must not be after toDate, but " + fromDate + " is after " + toDate);
    }

    /** Checks the number of domains to search in; null means not set. */
    public RequestCheck includeDomains(List<String> domains) {
        int count = domains == null ? 0 : domains.size();
        return rejectIf(
                        count > MAX_INCLUDE_DOMAINS,
                        "includeDomains",
                        "takes at most " + MAX_INCLUDE_DOMAINS + " domains, but it has " + count)
                .noBlank("includeDomains", domains);
    }

    /** Checks that no element of a list of domains is blank; null means not set. */
    public RequestCheck excludeDomains(List<String> domains) {
        return noBlank("excludeDomains", domains);
    }

    /** Checks a number that starts at 1; null means not set. */
    public RequestCheck atLeastOne(String field, Integer number) {
        return rejectIf(number != null && number < 1, field, "must be at least 1, but it is " + number);
    }

    /** Checks the id of a task. An id comes from messages and becomes part of a path, so it must not lead elsewhere. */
    public RequestCheck taskId(String taskId) {
        if (taskId == null || isBlank(taskId)) {
            return rejectIf(true, "taskId", "is required");
        }
        return rejectIf(
                taskId.contains("..") || taskId.equals(".") || taskId.chars().anyMatch(RequestCheck::foreignToIds),
                "taskId",
                "must be the id of a task, without spaces, slashes or other characters of an address");
    }

    /**
     * Whether a text has nothing to read: only blanks, also those that do not break a line, characters without a width, and
     * control characters.
     */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character)
                        || Character.isSpaceChar(character)
                        || Character.isISOControl(character)
                        || Character.getType(character) == Character.FORMAT);
    }

    private static boolean foreignToIds(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || "/\\?#%;".indexOf(character) >= 0;
    }

    /** @throws LinkupInvalidRequestException if there are violations */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new LinkupInvalidRequestException(errors);
        }
    }

    private RequestCheck rejectIf(boolean isWrong, String field, String problem) {
        if (isWrong) {
            errors.add(new ErrorDetail(field, problem));
        }
        return this;
    }

    private RequestCheck noBlank(String field, List<String> texts) {
        boolean hasBlank = texts != null && texts.stream().anyMatch(RequestCheck::isBlank);
        return rejectIf(hasBlank, field, "must not contain an empty domain");
    }

    private Instant date(String field, String text) {
        if (text == null) {
            return null;
        }
        Instant date = parse(text);
        rejectIf(date == null, field, "must be an ISO date or date-time such as 2026-05-18, but it is '" + text + "'");
        rejectIf(
                date != null && date.isBefore(Instant.EPOCH),
                field,
                "must not be before 1970-01-01, but it is " + text);
        return date;
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
}
