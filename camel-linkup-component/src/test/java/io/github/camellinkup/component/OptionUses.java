package io.github.camellinkup.component;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The uses of options, for the documentation. */
public final class OptionUses {

    private static final Map<String, List<String>> USES =
            EndpointOption.ALL.stream().collect(Collectors.toMap(EndpointOption::name, EndpointOption::belongsTo));

    private OptionUses() {}

    /** The uses of an option in words, or {@code all} if it is not bound to some. */
    public static String of(String option) {
        return String.join(", ", USES.getOrDefault(option, List.of("all")));
    }
}
