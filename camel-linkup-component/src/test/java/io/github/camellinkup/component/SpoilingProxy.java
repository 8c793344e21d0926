package io.github.camellinkup.component;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes calls on to a stand-in. Answers that hold a marked task are written by the test, byte by byte, heads included.
 * Connections stay open until the client closes them, or until writing an answer fails; each has a thread of its own.
 */
final class SpoilingProxy implements AutoCloseable {

    /** The text that marks a task: its input or its output. */
    static final String MARK = "to be spoiled";

    /** Writes an answer in place of that of the stand-in. */
    @FunctionalInterface
    interface Spoiling {
        /** @param body what the stand-in has answered */
        void write(String body, OutputStream out) throws IOException;
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final String target;
    private final ServerSocket socket;
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final Queue<Spoiling> spoilingOfReads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger spoiled = new AtomicInteger();
    private volatile Spoiling spoilingOfMarked = SpoilingProxy::write;

    /** @param target the address of the stand-in */
    SpoilingProxy(String target) {
        this.target = target;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("spoiling-proxy", this::accept);
    }

    String baseUrl() {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort()
                + URI.create(target).getPath();
    }

    /** Spoils all answers that hold a marked task. */
    void spoilMarked(Spoiling spoiling) {
        spoilingOfMarked = spoiling;
    }

    /** Spoils the answer to the next read of a list that no other spoiling is for. */
    void spoilNextList(Spoiling spoiling) {
        spoilingOfReads.add(spoiling);
    }

    /** How many answers have been spoiled. */
    int spoiled() {
        return spoiled.get();
    }

    /** An answer with another value in place of the mark. */
    static Spoiling value(byte[] json) {
        String value = new String(json, StandardCharsets.ISO_8859_1);
        return (body, out) -> write(body.replace("\"" + MARK + "\"", value), out);
    }

    private static void write(String body, OutputStream out) throws IOException {
        byte[] bytes = latin1(body);
        out.write(latin1(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n"));
        out.write(bytes);
    }

    /** This, and then the rest again and again, until the client closes the connection. */
    static Spoiling endless(String begin, String rest) {
        return (body, out) -> {
            out.write(latin1(begin));
            byte[] filling = latin1(rest.repeat(1 + 8192 / rest.length()));
            while (true) {
                out.write(filling);
            }
        };
    }

    /** Each byte stands for itself. */
    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                start("spoiling-connection", () -> serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (String first = line(in); first != null; first = line(in)) {
                pass(first.split(" "), in, out);
                out.flush();
            }
        } catch (IOException e) {
            // The client has closed the connection, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stand-in closes connections that have been idle, perhaps just when a call goes out. A read can be repeated. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            if (request.method().equals("GET")) {
                return http.send(request, BodyHandlers.ofByteArray());
            }
            throw e;
        }
    }

    private void pass(String[] request, InputStream in, OutputStream out) throws IOException, InterruptedException {
        Map<String, String> headers = headers(in);
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        URI uri = URI.create(target).resolve(request[1]);
        HttpRequest passedOn = HttpRequest.newBuilder(uri)
                .header("Authorization", headers.get("Authorization"))
                .header("Content-Type", "application/json")
                .method(request[0], BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = send(passedOn);
        String answer = new String(response.body(), StandardCharsets.ISO_8859_1);
        if (response.statusCode() != 200) {
            out.write(latin1("HTTP/1.1 " + response.statusCode() + " Refused\r\nContent-Length: " + answer.length()
                    + "\r\n\r\n" + answer));
            return;
        }
        boolean isList = request[0].equals("GET") && uri.getQuery() != null;
        Spoiling spoiling = isList ? spoilingOfReads.poll() : null;
        if (spoiling == null && request[0].equals("GET") && answer.contains(MARK)) {
            spoiling = spoilingOfMarked;
        }
        if (spoiling == null) {
            write(answer, out);
        } else {
            spoiled.incrementAndGet();
            spoiling.write(answer, out);
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
            if (line == null) {
                throw new EOFException();
            }
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Null at the end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
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
