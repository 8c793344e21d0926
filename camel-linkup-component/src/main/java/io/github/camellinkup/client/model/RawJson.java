package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * JSON exactly as Linkup sent it, including unknown fields. Immutable. It was checked when it was received, so reading it
 * does not fail.
 */
public final class RawJson implements SearchAnswer {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final ObjectReader TREE_READER = Json.MAPPER.readerFor(JsonNode.class);
    private static final ObjectReader MAP_READER = Json.MAPPER.readerFor(MAP);

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int offset;
    private final int length;

    private RawJson(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Wraps JSON without copying it.
     *
     * @param bytes JSON in UTF-8, not to be changed by the caller afterwards
     */
    public static RawJson wrap(byte[] bytes) {
        return new RawJson(bytes, 0, bytes.length);
    }

    /** The JSON of a tree. */
    public static RawJson of(JsonNode tree) {
        return wrap(tree.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A part of this JSON that shares its bytes, so that the output of a task is not in memory twice. */
    RawJson part(int from, int to) {
        return new RawJson(bytes, offset + from, to - from);
    }

    /**
     * The value at the same place of this JSON.
     *
     * @param ofAnswer a value of the whole answer, or null
     * @param start where this JSON begins in the answer
     */
    RawJson rebased(RawJson ofAnswer, int start) {
        return ofAnswer == null ? null : part(ofAnswer.offset - start, ofAnswer.offset - start + ofAnswer.length);
    }

    /** A copy of this JSON with null in place of a {@link #part} of it; the same JSON if the other is not a part. */
    RawJson withNullFor(RawJson part) {
        int from = part.offset - offset;
        int to = from + part.length;
        if (part.bytes != bytes || from < 0 || to > length) {
            return this;
        }
        byte[] copy = new byte[length - part.length + NULL.length];
        System.arraycopy(bytes, offset, copy, 0, from);
        System.arraycopy(NULL, 0, copy, from, NULL.length);
        System.arraycopy(bytes, offset + to, copy, from + NULL.length, length - to);
        return wrap(copy);
    }

    @Override
    public RawJson json() {
        return this;
    }

    /** The number of bytes in UTF-8. */
    public int length() {
        return length;
    }

    /** A copy of the JSON in UTF-8. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** A new stream over the JSON in UTF-8. */
    public InputStream toStream() {
        return new ByteArrayInputStream(bytes, offset, length);
    }

    /**
     * A new tree of the JSON. Numbers keep the digits that were sent. A number with more than ten thousand digits becomes a
     * text.
     */
    public JsonNode toTree() {
        try {
            return tree();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new map of the JSON, which must be an object. Numbers are as in the tree. */
    public Map<String, Object> toMap() {
        try (JsonParser parser = new HarmlessNumbers(parser())) {
            return MAP_READER.readValue(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A parser over the JSON. */
    JsonParser parser() throws IOException {
        return Json.MAPPER.createParser(bytes, offset, length);
    }

    /** The same tree, if the JSON has not been checked yet. */
    JsonNode tree() throws IOException {
        try (JsonParser parser = new HarmlessNumbers(parser())) {
            return TREE_READER.readValue(parser);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson json
                && Arrays.equals(bytes, offset, offset + length, json.bytes, json.offset, json.offset + json.length);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes, offset, length).hashCode();
    }

    /** The JSON as text. */
    @Override
    public String toString() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
