package io.github.camellinkup.component.structured;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which library does not fit the others, if a class or a method is missing. */
final class LibraryVersions {

    private static final String DATABIND = "jackson-databind";

    /** A class of each library. */
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put(DATABIND, "com.fasterxml.jackson.databind.ObjectMapper");
        CLASSES.put("jackson-core", "com.fasterxml.jackson.core.JsonParser");
        CLASSES.put("jackson-annotations", "com.fasterxml.jackson.annotation.JsonProperty");
        CLASSES.put("jackson-datatype-jdk8", "com.fasterxml.jackson.datatype.jdk8.Jdk8Module");
        CLASSES.put("jackson-datatype-jsr310", "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule");
        CLASSES.put("jsonschema-generator", "com.github.victools.jsonschema.generator.SchemaGenerator");
    }

    private LibraryVersions() {}

    /** What to tell of a class or method that is missing while the schema or the reader of a class is made. */
    static String describe(Class<?> type, Throwable failure) {
        Map<String, String> versions = new LinkedHashMap<>();
        CLASSES.forEach((library, name) -> versions.put(library, version(name)));
        List<String> wrong = versions.keySet().stream()
                .filter(library -> !fits(library, versions))
                .toList();
        String found = versions.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        String remedy = wrong.isEmpty()
                ? "A class that it needs is missing, or of another version."
                : "Missing or in the wrong version: " + String.join(", ", wrong)
                        + ". Import the BOM io.github.camellinkup:camel-linkup-bom, or give all Jackson libraries the"
                        + " version of " + DATABIND + ".";
        return "Option structuredOutputClass: the schema or the reader of " + type.getName() + " cannot be made: "
                + failure + ". " + remedy + " The libraries found are " + found;
    }

    private static boolean fits(String library, Map<String, String> versions) {
        String version = versions.get(library);
        return !"missing".equals(version)
                && (!library.startsWith("jackson-") || minor(version).equals(minor(versions.get(DATABIND))));
    }

    private static String minor(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    private static String version(String className) {
        try {
            Class<?> type = Class.forName(className, false, LibraryVersions.class.getClassLoader());
            String version = type.getPackage().getImplementationVersion();
            return version == null ? "of unknown version" : version;
        } catch (ClassNotFoundException | LinkageError e) {
            return "missing";
        }
    }
}
