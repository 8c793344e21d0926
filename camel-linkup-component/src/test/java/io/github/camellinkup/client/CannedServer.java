package io.github.camellinkup.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;

/**
 * Answers every request with the same bytes, whatever they are, and then closes the connection. HTTP is what a server
 * makes of them: nothing here adds a head or a length.
 */
final class CannedServer implements AutoCloseable {

    private final ServerSocket socket;
    private volatile byte[] answer = new byte[0];

    private CannedServer(ServerSocket socket) {
        this.socket = socket;
    }

    static CannedServer start() {
        try {
            CannedServer server = new CannedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(server::serve, "canned-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI baseUrl() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + "/v1");
    }

    void answer(byte[] bytes) {
        answer = bytes;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                InputStream in = new BufferedInputStream(connection.getInputStream());
                if (readRequest(in)) {
                    OutputStream out = connection.getOutputStream();
                    out.write(answer);
                    out.flush();
                    connection.shutdownOutput();
                }
            } catch (SocketException e) {
                // The client was not interested in the rest, or the test is over.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All of it: a connection that is closed before is reset, and what was answered is lost. */
    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        while (!line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
            line = line(in);
        }
        return in.readNBytes(length).length == length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
