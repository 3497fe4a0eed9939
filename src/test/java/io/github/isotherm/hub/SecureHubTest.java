package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with certificates that the JDK's {@code keytool} makes. */
class SecureHubTest extends PullTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path made;

    private static Path keys;

    private SSLContext before;

    @BeforeEach
    void remember() throws GeneralSecurityException {
        before = SSLContext.getDefault();
    }

    @AfterEach
    void restore() {
        SSLContext.setDefault(before);
    }

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        keys = made.resolve("keys.p12");
        keytool(keys, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc:c");
        keytool(keys, "-genkeypair", "-alias", "hub", "-keyalg", "EC", "-dname", "CN=hub");
        keytool(
                keys,
                "-certreq",
                "-alias",
                "hub",
                "-file",
                keys.resolveSibling("request").toString());
    }

    /** Of an authority of its own, which is in the store as well. */
    private KeyStore certificate(String... more) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = Files.copy(keys, Files.createTempDirectory(root, "keys").resolve("store.p12"));
        Path signed = file.resolveSibling("signed");
        List<String> sign = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                keys.resolveSibling("request").toString(),
                "-outfile",
                signed.toString()));
        sign.addAll(List.of(more));
        keytool(file, sign.toArray(String[]::new));
        keytool(file, "-importcert", "-alias", "hub", "-noprompt", "-file", signed.toString());
        return read(file);
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    /** With what is told to trust the authority alone. */
    private static KeyStore authority(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        return trusted;
    }

    private static SSLContext context(KeyStore both) throws IOException, GeneralSecurityException {
        KeyStore trust = authority(both);
        both.deleteEntry("ca");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(both, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static LocalHub secure(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new LocalHub(server, "");
    }

    private static String insecure(URI address, String why) {
        return "The download of org/name from " + address + " failed (there is no secure connection to " + address
                + ": " + why + "); start it again to go on.";
    }

    @Test
    void downloadsOverTls() throws Exception {
        SSLContext context = context(certificate("-ext", "SAN=ip:127.0.0.1"));
        SSLContext.setDefault(context);
        try (LocalHub secure = secure(context)) {
            isWhole(pull(new HubAccess(secure.address(), "secret", false)));
            assertThat(secure.tokens).containsOnly("Bearer secret");
        }
    }

    @Test
    void theTokenIsLostFromHttpsToHttp() throws Exception {
        SSLContext context = context(certificate("-ext", "SAN=ip:127.0.0.1"));
        SSLContext.setDefault(context);
        try (LocalHub secure = secure(context)) {
            for (String asked : List.of("list", "HEAD config.json", "GET " + LocalHub.GRAPH)) {
                secure.answers.put(asked, exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    hub.address() + exchange.getRequestURI().toString());
                    exchange.sendResponseHeaders(307, -1);
                });
            }
            isWhole(pull(new HubAccess(secure.address(), "secret", false)));
            assertThat(hub.tokens).hasSize(3).containsOnly("null");
        }
    }

    @Test
    void certificatesThatAreNotTrusted() throws Exception {
        try (LocalHub secure = secure(context(certificate("-ext", "SAN=ip:127.0.0.1")))) {
            assertThat(failure(secure.address()))
                    .isEqualTo(insecure(
                            secure.address(),
                            "its certificate is of an authority that this Java does not trust; where a proxy reads along, name"
                                    + " its certificate with -Djavax.net.ssl.trustStore"));
            assertThat(pauses.waits).isEmpty();
        }
    }

    @Test
    void certificatesOfOtherHostsAndTimes() throws Exception {
        for (Map.Entry<List<String>, String> wrong : Map.of(
                        List.of("-ext", "SAN=dns:other.example"), "its certificate is not of this host",
                        List.of("-ext", "SAN=ip:127.0.0.1", "-startdate", "-10d", "-validity", "3"),
                                "its certificate has expired",
                        List.of("-ext", "SAN=ip:127.0.0.1", "-startdate", "+10d"),
                                "its certificate is not valid yet; check the clock of this machine")
                .entrySet()) {
            SSLContext context = context(certificate(wrong.getKey().toArray(String[]::new)));
            SSLContext.setDefault(context);
            try (LocalHub secure = secure(context)) {
                assertThat(failure(secure.address())).isEqualTo(insecure(secure.address(), wrong.getValue()));
            }
        }
    }

    @Test
    void aPortThatDoesNotSpeakTls() throws IOException {
        try (ServerSocket mail = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> greet(mail));
            server.setDaemon(true);
            server.start();
            URI address = URI.create("https://127.0.0.1:" + mail.getLocalPort());
            assertThat(failure(address)).isEqualTo(insecure(address, "it does not speak TLS"));
        }
        impatiently();
        URI silent = URI.create(hub.address().toString().replace("http:", "https:"));
        assertThat(failure(silent)).contains(silent + " could not be reached within 1.5 s");
    }

    private static void greet(ServerSocket mail) {
        try (Socket socket = mail.accept()) {
            RawServer.text(socket.getOutputStream(), "220 mail.example ESMTP\r\n");
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            return; // the client left
        }
    }
}
