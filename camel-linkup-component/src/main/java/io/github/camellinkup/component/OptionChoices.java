package io.github.camellinkup.component;

import io.github.camellinkup.client.model.ApiValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Reads options that are enums of this component from text. Camel reads them too, but does not take every spelling that
 * {@link ApiValue} takes, and its error does not list the choices.
 */
final class OptionChoices {

    private OptionChoices() {}

    /**
     * Replaces the texts among the parameters of an endpoint by the constants that they name.
     *
     * @throws IllegalArgumentException if a text names no constant; the message has the option and the choices
     */
    static void read(PropertyConfigurerGetter options, Map<String, Object> parameters) {
        parameters.replaceAll((option, value) -> {
            Class<?> type = options.getOptionType(option, true);
            boolean isChoice = type != null && type.isEnum() && type.getName().startsWith("io.github.camellinkup.");
            return isChoice && value instanceof String text && !text.startsWith("#") ? read(option, type, text) : value;
        });
    }

    private static Object read(String option, Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> plain(choice(constant)).equalsIgnoreCase(plain(text)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Option " + option + " must be one of "
                        + String.join(", ", of(type)) + ", but it is '" + text + "'"));
    }

    /** The choices as a route spells them. */
    static List<String> of(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(OptionChoices::choice).toList();
    }

    private static String choice(Object constant) {
        return constant instanceof ApiValue value
                ? value.apiValue()
                : constant.toString().toLowerCase(Locale.ROOT);
    }

    private static String plain(String text) {
        return text.strip().replace("-", "").replace("_", "");
    }
}
