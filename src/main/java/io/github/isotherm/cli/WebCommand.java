package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.web.PlaygroundServer;
import io.github.isotherm.web.WebOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code web}: the playground in a browser. */
@Command(
        name = "web",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "The playground: temperatures side by side in a browser, on this computer only.",
            "Nothing is loaded from or sent to anywhere else. Ctrl-C stops it."
        })
final class WebCommand implements Callable<Integer> {
    private static final int PORT = 7860;

    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port: whole, from 0 to 65535 (default " + PORT + "); 0 for any free one.")
    private int port = PORT;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The address to listen on (default 127.0.0.1); one that other computers can reach needs a --token.")
    private String host = WebOptions.LOOPBACK;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "What a browser must bring; at least 16 characters (default: none is asked for).")
    private @Nullable String token;

    WebCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        WebOptions options = new WebOptions(host, port, token);
        try (LocalModel opened = model.open(terminal);
                PlaygroundServer server = PlaygroundServer.start(opened, options)) {
            terminal.out().println(server.address());
            terminal.out().flush();
            terminal.say(opened.name() + " is ready; open the address in a browser, Ctrl-C stops it.");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
