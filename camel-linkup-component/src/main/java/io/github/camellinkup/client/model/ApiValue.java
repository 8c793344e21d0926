package io.github.camellinkup.client.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value that the API writes in its own spelling, such as {@code searchResults}. */
public interface ApiValue {

    /** The value as it stands in requests and answers. */
    String apiValue();

    /**
     * Finds the constant that the API spells this way. Letter case, dashes and underscores do not matter, so that
     * {@code SEARCH_RESULTS} is understood too.
     */
    static <E extends Enum<E> & ApiValue> Optional<E> find(Class<E> type, String text) {
        String wanted = plain(text);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> plain(constant.apiValue()).equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** All spellings of a type, for messages: {@code fast, standard, deep}. */
    static <E extends Enum<E> & ApiValue> String choices(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(ApiValue::apiValue).collect(Collectors.joining(", "));
    }

    private static String plain(String text) {
        return text.strip().replace("-", "").replace("_", "");
    }
}
