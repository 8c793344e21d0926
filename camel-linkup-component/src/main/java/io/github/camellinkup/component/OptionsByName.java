package io.github.camellinkup.component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * Sets the options of one component by name, as properties do, in any order: an option that is set by its own name stays
 * when an object that has it too is set. Camel sets the objects last. An empty value sets nothing: it is what a placeholder
 * leaves whose variable is not there.
 */
final class OptionsByName extends LinkupComponentConfigurer {

    private static final List<String> OBJECTS = List.of("configuration", "httpConfiguration", "requestConfiguration");

    private final Map<String, Object> values = new LinkedHashMap<>();

    @Override
    public boolean configure(CamelContext context, Object component, String name, Object value, boolean ignoreCase) {
        if (value instanceof String text && text.isBlank()) {
            return getOptionType(name, ignoreCase) != null;
        }
        boolean isSet = super.configure(context, component, name, value, ignoreCase);
        if (OBJECTS.stream().anyMatch(name::equalsIgnoreCase)) {
            values.forEach((option, own) -> super.configure(context, component, option, own, ignoreCase));
        } else if (isSet) {
            values.put(name, value);
        }
        return isSet;
    }
}
