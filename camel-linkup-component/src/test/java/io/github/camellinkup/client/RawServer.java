package io.github.camellinkup.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A server whose answers are written byte by byte by the test, heads included. Connections stay open until the client
 * closes them, or until the test says otherwise; each has a thread of its own.
 */
final class RawServer implements AutoCloseable {

    /** Writes the answer to one request. A connection whose answer throws is closed. */
    @FunctionalInterface
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final Supplier<Answer> answers;
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** @param answers is asked at each request, on the thread of its connection */
    RawServer(Supplier<Answer> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("raw-server", this::accept);
    }

    /** An answer with a length, after which the connection serves the next call. */
    static Answer json(String body) {
        return json(body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(byte[] body) {
        return out -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n"));
            out.write(body);
        };
    }

    /** An answer in one chunk, whose length is not told before. */
    static Answer chunked(String body) {
        return text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                + "\r\n" + body + "\r\n0\r\n\r\n");
    }

    /** Sends this and no more. */
    static Answer text(String sent) {
        return out -> out.write(ascii(sent));
    }

    /** Sends just these bytes, and closes the connection. */
    static Answer last(byte[] sent) {
        return out -> {
            out.write(sent);
            out.flush();
            throw new IOException("The connection is closed after this answer");
        };
    }

    /** Sends this, and then the rest again and again, until the client closes the connection. */
    static Answer endless(String sent, String rest) {
        return out -> {
            out.write(ascii(sent));
            byte[] filling = ascii(rest.repeat(1 + 8192 / rest.length()));
            while (true) {
                out.write(filling);
            }
        };
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String baseUrl() {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/v1";
    }

    /** How many requests have come. */
    int requests() {
        return requests.get();
    }

    /** How many connections have ended. */
    int ended() {
        return ended.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                start("raw-connection", () -> serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (hasRequest(in)) {
                requests.incrementAndGet();
                OutputStream out = connection.getOutputStream();
                answers.get().write(out);
                out.flush();
            }
        } catch (IOException e) {
            // The client has closed the connection.
        } finally {
            ended.incrementAndGet();
        }
    }

    /** Reads one request. All of it: a connection that is closed before is reset, and its answer is lost. */
    private static boolean hasRequest(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        int length = 0;
        while (!line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
            line = line(in);
        }
        return in.readNBytes(length).length == length;
    }

    /** Empty also where the connection ends. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
