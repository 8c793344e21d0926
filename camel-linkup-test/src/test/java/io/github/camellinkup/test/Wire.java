package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** A client that sends and shows plain HTTP and JSON. */
final class Wire {

    record Answer(int status, String text, HttpResponse<String> response) {
        JsonNode json() {
            return Json.parse(text);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String code() {
            return json().at("/error/code").asText();
        }

        List<String> invalidFields() {
            List<String> fields = new ArrayList<>();
            json().at("/error/details")
                    .forEach(detail -> fields.add(detail.get("field").asText()));
            return fields;
        }
    }

    private final HttpClient http;
    private final String baseUrl;
    private final List<String> headers;

    private Wire(HttpClient http, String baseUrl, List<String> headers) {
        this.http = http;
        this.baseUrl = baseUrl;
        this.headers = headers;
    }

    static Wire to(LinkupStandIn standIn) {
        return to(standIn, "Authorization", "Bearer " + standIn.apiKey());
    }

    static Wire to(LinkupStandIn standIn, String... headers) {
        return new Wire(HttpClient.newHttpClient(), standIn.baseUrl(), List.of(headers));
    }

    static Wire to(HttpClient http, String baseUrl, LinkupStandIn standIn) {
        return new Wire(http, baseUrl, List.of("Authorization", "Bearer " + standIn.apiKey()));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Sends search tasks and gives their ids. */
    List<String> createSearchTasks(int count) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int sent = 0; sent < count; sent += 100) {
            List<String> tasks = new ArrayList<>();
            for (int index = sent; index < Math.min(count, sent + 100); index++) {
                tasks.add(searchTask("question " + index));
            }
            Answer answer = post("/tasks", tasks.toString());
            if (answer.status() != 200) {
                throw new AssertionError(answer.text());
            }
            answer.json().forEach(task -> ids.add(task.get("id").asText()));
        }
        return ids;
    }

    static String search(String question) {
        return """
                {"q":"%s","depth":"fast","outputType":"searchResults"}""".formatted(question);
    }

    static String searchTask(String question) {
        return "{\"type\":\"search\",\"input\":" + search(question) + "}";
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return request;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
