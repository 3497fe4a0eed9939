package io.github.isotherm.cli;

import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.serve.ModelSource;
import io.github.isotherm.serve.OpenAiServer;
import io.github.isotherm.serve.ServeOptions;
import io.github.isotherm.wire.ListenAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: models for clients of OpenAI's form. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "A server for clients of OpenAI's form: completions with exact log-probabilities, whose texts never depend on who else asks.",
            "Several models may be given (-m one=DIR -m two=ID); each is opened when it is first asked for. Ctrl-C or SIGTERM"
                    + " ends it: exit code 0 when every request was answered, else 1."
        })
final class ServeCommand implements Callable<Integer> {
    private static final String KEY_VARIABLE = "ISOTHERM_API_KEY";
    private static final int CONNECTIONS = 4096;
    private static final int CONNECTIONS_PER_ADDRESS = 1024;
    private static final String RAW = "raw";
    private static final String PROCESSED = "processed";
    private static final int INTERRUPTED = 130;
    private static final long SAYING_MILLIS = 1000;

    private final Terminal terminal;

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port: whole, from 0 to 65535 (default " + ServeOptions.PORT + "); 0 for any free one.")
    private int port = ServeOptions.PORT;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The address to listen on (default 127.0.0.1); one that other computers can reach needs an --api-key.")
    private String host = ListenAddress.LOOPBACK;

    @Option(
            names = "--api-key",
            paramLabel = "TEXT",
            description = "What requests must bring, at least 16 characters; may be given several times (default: $"
                    + KEY_VARIABLE + ", where commas separate several, else none is asked for).")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--cors",
            paramLabel = "SITE",
            description = "A site whose pages may ask, such as https://example.org, or * for all (default: none).")
    private @Nullable String site;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "Short for --rows-at-once: whole, from 1 to 64 (default 1; a wider graph is opened when many ask).")
    private @Nullable Integer rows;

    @Option(
            names = "--models-memory",
            paramLabel = "SIZE",
            description =
                    "The most memory for the weights of all open models, such as 8GB; the one that was not used for longest is"
                            + " closed for another (default: half of the computer's memory, at least the largest model).")
    private @Nullable String modelsMemory;

    @Option(
            names = "--logprobs",
            paramLabel = "KIND",
            description =
                    "Which log-probabilities are given: raw (default), of the model's own distribution, or processed, of"
                            + " the one that tokens are drawn from.")
    private String logprobs = RAW;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long a request may take: whole, at least 1 (default: as long as it needs).")
    private @Nullable Integer timeout;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            description = "How long requests may go on when the server is ended: whole, at least 0 (default "
                    + ServeOptions.DRAIN_SECONDS + ").")
    private int drain = ServeOptions.DRAIN_SECONDS;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections at once: whole, at least 1 (default " + CONNECTIONS + ").")
    private int connections = CONNECTIONS;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description =
                    "Connections of one address at once: whole, at least 1 (default " + CONNECTIONS_PER_ADDRESS + ").")
    private int connectionsPerAddress = CONNECTIONS_PER_ADDRESS;

    @Option(
            names = "--body-size",
            paramLabel = "SIZE",
            description = "The most that a request's body may have (default 16MB).")
    private String bodySize = "16MB";

    @Option(names = "--verbose", description = "Logs the bodies of requests and answers too.")
    private boolean verbose;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeOptions options = options();
        List<ModelSource> sources = model.sources(terminal, rows);
        Ending ending = new Ending();
        boolean drained;
        try (OpenAiServer server = OpenAiServer.start(sources, memory(sources), options, terminal::say)) {
            terminal.out().println(server.address());
            terminal.out().flush();
            terminal.say("Serving " + sources.stream().map(ModelSource::name).collect(Collectors.joining(", "))
                    + "; Ctrl-C stops it.");
            ending.await();
            sayAside("Closing; what is being answered has " + drain + " s, another Ctrl-C ends it at once.");
            drained = server.closeDrained();
        }
        return drained ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Where nobody reads what is said, the server ends all the same. */
    private void sayAside(String message) throws InterruptedException {
        Thread saying = new Thread(() -> terminal.say(message), "isotherm-serve-says");
        saying.setDaemon(true);
        saying.start();
        saying.join(SAYING_MILLIS);
    }

    private ServeOptions options() {
        Duration time = timeout == null ? null : Duration.ofSeconds(Checks.atLeast("--timeout", timeout, 1));
        return ServeOptions.at(new ListenAddress(host, port), allKeys())
                .withOrigin(site)
                .withProcessed(isProcessed())
                .withTimeout(time)
                .withDrain(Duration.ofSeconds(Checks.atLeast("--drain", drain, 0)))
                .withConnections(connections, connectionsPerAddress)
                .withBodyBytes(bodyBytes())
                .withVerbose(verbose);
    }

    private List<String> allKeys() {
        String said = terminal.variable(KEY_VARIABLE);
        if (!keys.isEmpty() || said == null || said.isEmpty()) {
            return keys;
        }
        List<String> all = Arrays.asList(said.split(",", -1));
        all.forEach(key -> ServeOptions.checkKey(KEY_VARIABLE, key));
        return all;
    }

    private boolean isProcessed() {
        return switch (logprobs) {
            case RAW -> false;
            case PROCESSED -> true;
            default -> throw Checks.invalid("--logprobs", "\"" + logprobs + "\"", "raw or processed");
        };
    }

    private int bodyBytes() {
        long bytes = MemorySize.parse("--body-size", bodySize);
        if (bytes > Integer.MAX_VALUE / 2) {
            throw new InvalidValueException("--body-size is " + bodySize + " but must be at most 1023MB.");
        }
        return (int) bytes;
    }

    private long memory(List<ModelSource> sources) {
        if (modelsMemory != null) {
            return MemorySize.parse("--models-memory", modelsMemory);
        }
        long largest = sources.stream().mapToLong(ModelSource::bytes).max().orElse(1);
        return Math.max(1, sources.size() == 1 ? largest : Math.max(largest, MachineMemory.bytes() / 2));
    }

    /** Waits for Ctrl-C or SIGTERM; a second one ends the program. */
    private static final class Ending {
        private final CountDownLatch asked = new CountDownLatch(1);

        Ending() {
            Signals.register("INT", this::ask);
            Signals.register("TERM", this::ask);
        }

        private void ask() {
            if (asked.getCount() == 0) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            asked.countDown();
        }

        void await() throws InterruptedException {
            asked.await();
        }
    }
}
