package io.github.camellinkup.test;

import io.github.camellinkup.test.ApiError.Detail;
import io.github.camellinkup.test.StandInTask.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks a page is cut from, and where.
 *
 * @param statuses the states wanted
 * @param types the types wanted; empty for all
 */
record TaskQuery(int page, int pageSize, boolean byUpdate, boolean ascending, Set<Status> statuses, Set<String> types) {

    private static final int DEFAULT_PAGE_SIZE = 10;
    private static final int LARGEST_PAGE_SIZE = 100;

    boolean matches(TaskEntry task) {
        return statuses.contains(task.listedStatus) && wants(task.type);
    }

    boolean wants(String type) {
        return types.isEmpty() || types.contains(type);
    }

    long skipped() {
        return (page - 1L) * pageSize;
    }

    /** Research only, in any state: what the list of research tasks is. */
    TaskQuery researchOnly() {
        return new TaskQuery(page, pageSize, byUpdate, ascending, EnumSet.allOf(Status.class), Set.of("research"));
    }

    /**
     * Reads the query parameters.
     *
     * @param maxPageSize answers are cut to this size without complaint
     */
    static TaskQuery of(Map<String, List<String>> parameters, int maxPageSize) {
        Reader reader = new Reader(parameters);
        int page = reader.number("page", 1, Integer.MAX_VALUE);
        int pageSize = reader.number("pageSize", DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE);
        boolean byUpdate = reader.choice("sortBy", "createdAt", "updatedAt").equals("updatedAt");
        boolean ascending = reader.choice("sortDirection", "asc", "desc").equals("asc");
        Set<Status> statuses = reader.statuses();
        Set<String> types = reader.types();
        if (!reader.problems.isEmpty()) {
            throw ApiError.invalid(reader.problems);
        }
        return new TaskQuery(page, Math.min(pageSize, maxPageSize), byUpdate, ascending, statuses, types);
    }

    private static final class Reader {
        private final Map<String, List<String>> parameters;
        private final List<Detail> problems = new ArrayList<>();

        private Reader(Map<String, List<String>> parameters) {
            this.parameters = parameters;
        }

        private List<String> values(String name) {
            return parameters.getOrDefault(name, List.of());
        }

        private int number(String name, int unset, int largest) {
            if (values(name).isEmpty()) {
                return unset;
            }
            try {
                int number = Integer.parseInt(values(name).get(0));
                if (number >= 1 && number <= largest) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // reported below, like a number that is out of range
            }
            String range = largest == Integer.MAX_VALUE ? "1 or more" : "between 1 and " + largest;
            problems.add(new Detail(name, name + " must be an integer, " + range));
            return unset;
        }

        private String choice(String name, String unset, String other) {
            String value = values(name).isEmpty() ? unset : values(name).get(0);
            if (!value.equals(unset) && !value.equals(other)) {
                problems.add(new Detail(name, name + " must be one of: " + unset + ", " + other));
            }
            return value;
        }

        private Set<Status> statuses() {
            Set<Status> wanted = EnumSet.noneOf(Status.class);
            for (String value : values("status")) {
                Arrays.stream(Status.values())
                        .filter(status -> status.apiName().equals(value))
                        .findFirst()
                        .ifPresentOrElse(
                                wanted::add,
                                () -> problems.add(new Detail(
                                        "status", "status must be one of: pending, processing, completed, failed")));
            }
            return wanted.isEmpty() ? EnumSet.allOf(Status.class) : wanted;
        }

        private Set<String> types() {
            Set<String> wanted = new HashSet<>(values("type"));
            if (!TaskRules.ALL_TYPES.containsAll(wanted)) {
                problems.add(new Detail("type", "type must be one of: " + String.join(", ", TaskRules.ALL_TYPES)));
            }
            return wanted;
        }
    }
}
