package io.github.camellinkup.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How the body of an answer is compressed. This client asks for none, but some gateways compress all the same. */
enum ContentEncoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    UNKNOWN;

    private static final int PIECE = 16 * 1024;

    /** @param header the value of {@code Content-Encoding}, or null */
    static ContentEncoding of(String header) {
        if (header == null) {
            return IDENTITY;
        }
        return switch (header.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> UNKNOWN;
        };
    }

    /**
     * Decompresses a body. Some gateways decompress an answer and leave its header, so a body with {@code gzip} that does
     * not begin as gzip, and one with {@code deflate} that begins as JSON, is taken as it is.
     *
     * @param target receives the decompressed bytes, also those before a damage
     * @param most the maximum number of bytes to decompress
     * @param stopped whether to stop early
     * @throws IOException if the body is damaged, or its end is missing
     */
    void decompress(byte[] body, CollectedBytes target, int most, BooleanSupplier stopped) throws IOException {
        try (InputStream in = decompressing(body)) {
            byte[] piece = new byte[PIECE];
            int read = in.read(piece);
            while (read >= 0 && target.size() < most && !stopped.getAsBoolean()) {
                target.append(ByteBuffer.wrap(piece), Math.min(read, most - target.size()));
                read = in.read(piece);
            }
        }
    }

    private InputStream decompressing(byte[] body) throws IOException {
        InputStream bytes = new ByteArrayInputStream(body);
        return switch (this) {
            case GZIP -> isGzip(body) ? new GZIPInputStream(bytes) : bytes;
            case DEFLATE -> isJson(body) ? bytes : inflating(bytes, !isZlib(body));
            case IDENTITY -> bytes;
            case UNKNOWN -> throw new IOException("the compression is not known");
        };
    }

    private static boolean isJson(byte[] body) {
        return body.length > 0 && (body[0] == '{' || body[0] == '[');
    }

    private static boolean isGzip(byte[] body) {
        return body.length >= 2 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    }

    /** Servers send "deflate" with the header of zlib, as the standard says, or without. */
    private static boolean isZlib(byte[] body) {
        return body.length >= 2 && (body[0] & 0x0f) == 8 && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }

    private static InputStream inflating(InputStream bytes, boolean withoutHeader) {
        // Without a header an inflater can need one more byte.
        InputStream source =
                withoutHeader ? new SequenceInputStream(bytes, new ByteArrayInputStream(new byte[1])) : bytes;
        return new InflaterInputStream(source, new Inflater(withoutHeader)) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }
}
