package io.github.camellinkup.component;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of headers that look like headers of this component and are none, because Camel would ignore them silently. */
final class HeaderNames {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderNames.class);

    static final String PREFIX = "CamelLinkup";

    /** Names can come from outside, so that they must not fill the memory or the log. */
    private static final int MOST_WARNINGS = 100;

    private static final Set<String> KNOWN = Arrays.stream(LinkupConstants.class.getFields())
            .map(HeaderNames::value)
            .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    static boolean isKnown(String header) {
        return KNOWN.contains(header);
    }

    /** Warns once of each unknown header of this component. */
    void check(Message message) {
        if (!message.hasHeaders()) {
            return;
        }
        for (String header : message.getHeaders().keySet()) {
            if (header.startsWith(PREFIX)
                    && !KNOWN.contains(header)
                    && warned.size() < MOST_WARNINGS
                    && warned.add(header)) {
                LOG.warn(
                        "Header {} has no effect: Linkup has no such header{}",
                        header,
                        Spelling.suggestion(header, KNOWN));
            }
        }
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
