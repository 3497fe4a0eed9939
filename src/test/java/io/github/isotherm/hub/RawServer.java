package io.github.isotherm.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server that answers each connection with whatever a test writes, however wrong. */
final class RawServer implements AutoCloseable {
    interface Answer {
        void give(String request, OutputStream out) throws IOException, InterruptedException;
    }

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Answer answer;

    RawServer(Answer answer) throws IOException {
        this.answer = answer;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            requests.add(head.toString());
            answer.give(head.toString(), socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            return; // the client left
        }
    }

    static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
