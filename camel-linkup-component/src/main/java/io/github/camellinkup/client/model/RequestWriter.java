package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes requests as JSON in UTF-8: exactly the fields that are set. */
public final class RequestWriter {

    private static final ObjectWriter SEARCH = JsonMappers.MAPPER.writerFor(SearchRequest.class);
    private static final ObjectWriter FETCH = JsonMappers.MAPPER.writerFor(FetchRequest.class);
    private static final ObjectWriter RESEARCH = JsonMappers.MAPPER.writerFor(ResearchRequest.class);

    private RequestWriter() {}

    /** The body of a direct call. */
    public static byte[] write(LinkupRequest request) {
        try {
            return writer(request).writeValueAsBytes(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a call that creates tasks: an array of types and inputs. */
    public static byte[] writeTasks(List<? extends LinkupRequest> requests) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = JsonMappers.MAPPER.createGenerator(bytes)) {
            json.writeStartArray();
            for (LinkupRequest request : requests) {
                json.writeStartObject();
                json.writeStringField("type", request.taskType().apiValue());
                json.writeFieldName("input");
                writer(request).writeValue(json, request);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectWriter writer(LinkupRequest request) {
        return switch (request.taskType()) {
            case SEARCH -> SEARCH;
            case FETCH -> FETCH;
            case RESEARCH -> RESEARCH;
        };
    }
}
