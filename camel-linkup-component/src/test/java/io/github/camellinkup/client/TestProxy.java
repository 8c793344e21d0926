package io.github.camellinkup.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy, for plain calls and for tunnels, that may want to know its user. */
final class TestProxy implements Closeable {

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final String challenge;
    private final String expected;

    /**
     * @param challenge what it asks with; null if it asks for nothing
     * @param expected how the user's answer begins
     */
    TestProxy(String challenge, String expected) throws IOException {
        this.challenge = challenge;
        this.expected = expected;
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What it was sent, up to where it passes on bytes without looking at them. */
    List<String> heads() {
        return heads;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            run(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        while (true) {
            String head = head(in);
            if (head.isEmpty()) {
                client.close();
                return;
            }
            heads.add(head);
            if (challenge == null || head.contains("Proxy-Authorization: " + expected)) {
                forward(client, head);
                return;
            }
            Matcher length = LENGTH.matcher(head);
            if (length.find() && !head.startsWith("CONNECT")) {
                in.readNBytes(Integer.parseInt(length.group(1)));
            }
            out.write(("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void forward(Socket client, String head) throws IOException {
        String target = head.split(" ")[1];
        boolean tunnel = head.startsWith("CONNECT");
        URI uri = URI.create(tunnel ? "https://" + target : target);
        Socket server = new Socket(uri.getHost(), uri.getPort());
        if (tunnel) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
            server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        run(() -> pump(server, client));
        pump(client, server);
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text;
            }
        }
        return "";
    }

    private static void run(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // Closed by one side or at the end of the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
