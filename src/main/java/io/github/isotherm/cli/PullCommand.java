package io.github.isotherm.cli;

import io.github.isotherm.ModelInspection;
import io.github.isotherm.error.Checks;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.hub.DownloadLimits;
import io.github.isotherm.hub.HubAccess;
import io.github.isotherm.hub.HubCache;
import io.github.isotherm.hub.HubDownload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pull}: downloads a model. */
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "Downloads a model from the Hugging Face hub: one graph with its weights, and what describes the model.",
            "What is there is checked and not fetched again, what was begun goes on. HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE,"
                    + " HTTPS_PROXY and NO_PROXY count."
        })
final class PullCommand implements Callable<Integer> {
    /** Without it, the JDK gives no proxy a password for an https address; read at its first connection. */
    private static final String PROXY_LOGINS = "jdk.http.auth.tunneling.disabledSchemes";

    private final Terminal terminal;

    @Parameters(paramLabel = "ORG/NAME", description = "The model's id.")
    private String id = "";

    @Option(
            names = "--revision",
            paramLabel = "NAME",
            description = "A branch, tag or commit (default " + HubCache.MAIN + ").")
    private String revision = HubCache.MAIN;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description =
                    "The graph in the repository, such as onnx/model.onnx (default: the usual one, or --dtype's).")
    private @Nullable String file;

    @Option(
            names = "--dtype",
            paramLabel = "NAME",
            description = "The variant of the graph: q4, fp16, int8, q4f16, … (default: the usual one).")
    private @Nullable String dtype;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long a connection, an answer and each further KiB may take to come: seconds, from 1 to 86400"
                            + " (default 20).")
    private int timeout = seconds(DownloadLimits.USUAL.patience());

    @Option(
            names = "--max-wait",
            paramLabel = "SECONDS",
            description =
                    "The longest wait that a busy server may ask for: seconds, from 0 to 86400 (default 120). A longer one"
                            + " ends the command.")
    private int longestWait = seconds(DownloadLimits.USUAL.longestWait());

    PullCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String graph = graph();
        DownloadLimits limits = DownloadLimits.ofSeconds(timeout, longestWait);
        HubAccess access = HubAccess.of(terminal.environment(), Path.of(System.getProperty("user.home", "")))
                .with(limits);
        Main.setWhereAbsent(PROXY_LOGINS, "");
        HubCache cache = new HubCache(CacheFolder.locate(terminal.environment()).resolve("models"));
        terminal.out().println(pull(new HubDownload(access, cache, ModelInspection::weightNames), graph));
        return 0;
    }

    private Path pull(HubDownload download, @Nullable String graph) {
        try (DownloadProgress progress = new DownloadProgress(terminal)) {
            return download.pull(id, revision, graph, progress);
        }
    }

    private static int seconds(Duration time) {
        return (int) time.toSeconds();
    }

    private @Nullable String graph() {
        if (!HubCache.isId(id)) {
            throw Checks.invalid("The model id", "\"" + id + "\"", "ORG/NAME, as on the hub's pages");
        }
        if (file != null && dtype != null) {
            throw new InvalidValueException("Both --file and --dtype are given; give one of them.");
        }
        if (file != null && !file.endsWith(".onnx")) {
            throw Checks.invalid("--file", "\"" + file + "\"", "the path of an .onnx file in the repository");
        }
        return file != null ? file : dtype;
    }
}
