package io.github.camellinkup.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.camellinkup.client.model.AnswerReader;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.RawJson;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.util.Timeout;

/**
 * HttpClient 5 as a careful engineer uses it by hand: one client, the pool and the switches that the component sets,
 * stock request and response classes, and Jackson. No retry, no deadline over the whole call, no limit on the size of an
 * answer, no check of the input; the caller continues on the HTTP client's own thread.
 */
final class BareSearcher implements Searcher {

    /** How the body of an answer is read. */
    interface Parse {
        Object read(byte[] body) throws IOException;
    }

    record Question(String q, String depth, String outputType) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(String answer, List<Site> sources) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Site(String name, String url, String snippet, String favicon) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Results(List<Result> results) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(String type, String name, String url, String content, String favicon) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter QUESTIONS = MAPPER.writerFor(Question.class);

    private final URI uri;
    private final OutputType outputType;
    private final Parse parse;
    private final CloseableHttpAsyncClient http;

    /** What a careful engineer would write: Jackson reads the answer into records. */
    static BareSearcher withDatabind(String baseUrl, OutputType outputType) {
        ObjectReader answers = MAPPER.readerFor(recordOf(outputType));
        return new BareSearcher(baseUrl, outputType, answers::readValue);
    }

    /** The component's own reader of answers, over Jackson's streaming parser. */
    static BareSearcher withComponentsReader(String baseUrl, OutputType outputType) {
        return new BareSearcher(
                baseUrl, outputType, body -> AnswerReader.searchAnswer(RawJson.wrap(body), outputType, false));
    }

    static Class<?> recordOf(OutputType outputType) {
        return outputType == OutputType.SEARCH_RESULTS ? Results.class : Answer.class;
    }

    private BareSearcher(String baseUrl, OutputType outputType, Parse parse) {
        this.uri = URI.create(baseUrl + "/search");
        this.outputType = outputType;
        this.parse = parse;
        this.http = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(1000)
                        .setMaxConnPerRoute(1000)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(30))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.ofMinutes(2))
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
        this.http.start();
    }

    @Override
    public void search(String question, BiConsumer<Object, Throwable> done) {
        byte[] body;
        try {
            body = QUESTIONS.writeValueAsBytes(new Question(question, "standard", outputType.apiValue()));
        } catch (JsonProcessingException e) {
            done.accept(null, e);
            return;
        }
        http.execute(
                AsyncRequestBuilder.post(uri)
                        .addHeader(new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + Peer.API_KEY))
                        .addHeader(new BasicHeader(HttpHeaders.ACCEPT, "application/json"))
                        .setEntity(body, ContentType.APPLICATION_JSON)
                        .build(),
                new BasicResponseConsumer<>(new BasicAsyncEntityConsumer()),
                new FutureCallback<Message<HttpResponse, byte[]>>() {

                    @Override
                    public void completed(Message<HttpResponse, byte[]> response) {
                        Object answer;
                        try {
                            answer = parse.read(checked(response));
                        } catch (IOException | RuntimeException e) {
                            done.accept(null, e);
                            return;
                        }
                        done.accept(answer, null);
                    }

                    @Override
                    public void failed(Exception cause) {
                        done.accept(null, cause);
                    }

                    @Override
                    public void cancelled() {
                        done.accept(null, new IOException("cancelled"));
                    }
                });
    }

    private static byte[] checked(Message<HttpResponse, byte[]> response) throws IOException {
        int status = response.getHead().getCode();
        if (status != 200) {
            throw new IOException("status " + status);
        }
        return response.getBody();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
