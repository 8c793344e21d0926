package io.github.camellinkup.client.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value that the API writes in its own spelling, such as {@code searchResults}. Implemented by enums. */
public interface ApiValue {

    /** The name of the constant. */
    String name();

    /** The value in requests and answers: unless overridden, the name of the constant in camel case. */
    @JsonValue
    default String apiValue() {
        StringBuilder value = new StringBuilder();
        for (String word : name().split("_")) {
            value.append(value.isEmpty() ? Character.toLowerCase(word.charAt(0)) : word.charAt(0));
            value.append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return value.toString();
    }

    /**
     * Finds the constant that the API spells this way. Letter case, dashes and underscores do not matter, so that
     * {@code SEARCH_RESULTS} is understood too.
     */
    static <E extends Enum<E> & ApiValue> Optional<E> find(Class<E> type, String text) {
        String wanted = plain(text);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> plain(constant.name()).equalsIgnoreCase(wanted))
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
