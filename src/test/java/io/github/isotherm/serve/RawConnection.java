package io.github.isotherm.serve;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection to a server on this computer that sends what it is told to, whatever it is, and reads answers of HTTP/1.1. */
final class RawConnection implements AutoCloseable {
    private final int port;
    private final Socket socket;
    private final InputStream answers;

    RawConnection(int port, int millis) throws IOException {
        this.port = port;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(millis);
        answers = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer. */
    record Reply(int status, String head, String body) {
        boolean closes() {
            return head.toLowerCase(Locale.ROOT).contains("connection: close");
        }

        /** The data of its events. */
        java.util.List<String> events() {
            return body.lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring("data: ".length()))
                    .toList();
        }
    }

    /** The text of a request. */
    String request(String method, String path, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    Reply post(String path, String body) throws IOException {
        send(request("POST", path, body));
        return read(0);
    }

    /** Reads an answer, with a pause before each of its parts. */
    Reply read(long pauseMillis) throws IOException {
        StringBuilder head = new StringBuilder();
        int status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        String said = head.toString().toLowerCase(Locale.ROOT);
        if (said.contains("transfer-encoding: chunked")) {
            return new Reply(status, head.toString(), chunks(pauseMillis));
        }
        int length = Integer.parseInt(said.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
        byte[] body = answers.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("after " + body.length + " of " + length + " bytes");
        }
        return new Reply(status, head.toString(), new String(body, StandardCharsets.UTF_8));
    }

    private String chunks(long pauseMillis) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.append(new String(answers.readNBytes(size), StandardCharsets.UTF_8));
            if (!line().isEmpty()) {
                throw new IOException("A chunk is longer than it says.");
            }
            if (size == 0) {
                return body.toString();
            }
            pause(pauseMillis);
        }
    }

    static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new EOFException("in a line: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Whether the server has closed it, or does so now. */
    boolean isEnded() throws IOException {
        return answers.read() < 0;
    }

    /** Closes without a word. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
