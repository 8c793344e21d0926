package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Made-up texts that look like what a field's pattern, format or name promises. */
record SampleText(String question, String path) {

    /** A number from 0, below the bound, always the same for the same text. */
    static int number(String text, int bound) {
        return new SplittableRandom(text.hashCode()).nextInt(bound);
    }

    String forField(JsonNode schema, String name) {
        String text = text(schema, name);
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        String longEnough = text.length() < least ? text + "x".repeat(least - text.length()) : text;
        return longEnough.length() > most ? longEnough.substring(0, most) : longEnough;
    }

    private String text(JsonNode schema, String name) {
        String text = schema.has("format") ? formatted(schema.get("format").asText(), name) : named(name);
        if (schema.path("contentEncoding").asText().equals("base64")) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
        return schema.has("pattern") ? matching(schema.get("pattern").asText(), text) : text;
    }

    /** The first known text that the pattern matches; if there is none, the text as it is. */
    private String matching(String pattern, String text) {
        try {
            Predicate<String> matches = Pattern.compile(pattern).asPredicate();
            return Stream.of(
                            text,
                            date(),
                            date() + "T12:00:00",
                            date() + "T12:00:00Z",
                            "12:00:00",
                            "12:00:00Z",
                            "+01:00",
                            date().substring(0, 4),
                            date().substring(0, 7),
                            "--" + date().substring(5),
                            days(),
                            "PT" + (1 + pick(24)) + "H",
                            "EUR",
                            "DE",
                            "en",
                            url(),
                            email(),
                            String.valueOf(10_000 + pick(90_000)))
                    .filter(matches)
                    .findFirst()
                    .orElse(text);
        } catch (PatternSyntaxException e) {
            return text;
        }
    }

    private String formatted(String format, String name) {
        return switch (format) {
            case "uri", "url", "iri", "uri-reference" -> url();
            case "email", "idn-email" -> email();
            case "date" -> date();
            case "date-time" -> date() + "T12:00:00Z";
            case "time" -> "12:00:00Z";
            case "duration" -> days();
            case "uuid" ->
                UUID.nameUUIDFromBytes((question + path).getBytes(StandardCharsets.UTF_8))
                        .toString();
            case "hostname", "idn-hostname" -> "host" + pick(1000) + ".example.com";
            case "ipv4" -> "192.0.2." + (1 + pick(254));
            case "ipv6" -> "2001:db8::" + (1 + pick(9999));
            default -> format.contains("yy") || format.contains("HH") ? dateLike(format, name) : named(name);
        };
    }

    /** A date or time in a format that is none of JSON Schema, such as dd.MM.yyyy. */
    private String dateLike(String format, String name) {
        try {
            return DateTimeFormatter.ofPattern(format, Locale.ROOT).format(ZonedDateTime.parse(date() + "T12:00:00Z"));
        } catch (IllegalArgumentException | DateTimeException e) {
            return named(name);
        }
    }

    private String named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("url")
                || lower.contains("website")
                || lower.contains("link")
                || lower.contains("homepage")) {
            return url();
        }
        if (lower.contains("email")) {
            return email();
        }
        if (lower.endsWith("year")) {
            return String.valueOf(1950 + pick(75));
        }
        if (lower.endsWith("date")) {
            return date();
        }
        if (lower.contains("phone")) {
            return "+1 555 01" + (10 + pick(90));
        }
        return (name.isEmpty() ? "value" : name) + " " + (1 + pick(1000));
    }

    private String url() {
        return "https://example.com/" + (1 + pick(1000));
    }

    private String email() {
        return "person" + (1 + pick(1000)) + "@example.com";
    }

    private String date() {
        return String.format(Locale.ROOT, "20%02d-%02d-%02d", 10 + pick(16), 1 + pick(12), 1 + pick(28));
    }

    private String days() {
        return "P" + (1 + pick(30)) + "D";
    }

    private int pick(int bound) {
        return number(question + path, bound);
    }
}
