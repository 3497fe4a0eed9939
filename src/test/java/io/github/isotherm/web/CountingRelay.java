package io.github.isotherm.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a browser and a server and counts every byte that goes to the browser, headers included. */
final class CountingRelay implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final AtomicLong received = new AtomicLong();
    private final int server;

    CountingRelay(int server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many bytes went to the browser since the last call. */
    long taken() {
        return received.getAndSet(0);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "counting-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = socket.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
                start(() -> pass(browser, to, new AtomicLong()));
                start(() -> pass(to, browser, received));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[1 << 14];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // one of them left
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
