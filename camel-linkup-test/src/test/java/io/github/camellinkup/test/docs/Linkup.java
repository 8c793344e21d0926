package io.github.camellinkup.test.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The program under test in the guide: anything that calls Linkup, told by address and key where to find it. */
final class Linkup {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String baseUrl;
    private final String apiKey;

    Linkup(String baseUrl, String apiKey) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
    }

    String ask(String question) {
        JsonNode body =
                json.createObjectNode().put("q", question).put("depth", "fast").put("outputType", "sourcedAnswer");
        return send("/search", BodyPublishers.ofString(body.toString()))
                .path("answer")
                .asText();
    }

    String createSearchTask(String question) {
        JsonNode input =
                json.createObjectNode().put("q", question).put("depth", "fast").put("outputType", "sourcedAnswer");
        JsonNode body = json.createArrayNode()
                .add(json.createObjectNode().put("type", "search").set("input", input));
        return send("/tasks", BodyPublishers.ofString(body.toString()))
                .at("/0/id")
                .asText();
    }

    String statusOf(String taskId) {
        return send("/tasks/" + taskId, null).path("status").asText();
    }

    private JsonNode send(String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", "application/json");
        try {
            HttpResponse<String> response = http.send(
                    body == null ? request.GET().build() : request.POST(body).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Linkup answered " + response.statusCode());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
