package io.github.isotherm.cli;

import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.GenerationListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chat}: a conversation in the terminal. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "A conversation, through the model's chat template: a line is a message, the end of input ends it.",
            "The model's own sampling settings count where none is given."
        })
final class ChatCommand implements Callable<Integer> {
    private static final int USUAL_TOKENS = 512;

    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(names = "--system", paramLabel = "TEXT", description = "The system message.")
    private @Nullable String system;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "The most tokens of an answer (default: as the model's configuration says, else "
                    + USUAL_TOKENS + ").")
    private @Nullable Integer maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "The key of the draws; default: chosen, and told.")
    private @Nullable Long seed;

    @Option(
            names = "--allow-special-in-content",
            description = "Names of special tokens in a message become those tokens: it may then end its own turn.")
    private boolean allowSpecial;

    ChatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, true);
    }

    @Override
    public Integer call() {
        CompletionOptions options = CompletionOptions.defaults()
                .settings(sampling.settings())
                .order(sampling.order())
                .chain(sampling.chain())
                .seed(seed == null ? Long.valueOf(Seeds.choose()) : seed);
        try (LocalModel opened = model.open(terminal)) {
            opened.chatFormat();
            terminal.say(opened.name() + ", chain " + opened.chain(options) + ", seed " + options.seed());
            converse(opened, options);
        }
        return 0;
    }

    private void converse(LocalModel opened, CompletionOptions options) {
        List<Map<String, String>> messages = new ArrayList<>();
        if (system != null) {
            messages.add(Map.of("role", "system", "content", system));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        for (String line = ask(in); line != null; line = ask(in)) {
            if (!line.isBlank()) {
                messages.add(Map.of("role", "user", "content", line));
                messages.add(Map.of("role", "assistant", "content", answer(opened, options, messages)));
            }
        }
    }

    private @Nullable String ask(BufferedReader in) {
        if (terminal.interactive()) {
            terminal.err().print("> ");
            terminal.err().flush();
        }
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int most(LocalModel opened, int[] prompt) {
        return maxTokens != null ? maxTokens : opened.limits().most(prompt.length, USUAL_TOKENS);
    }

    private String answer(LocalModel opened, CompletionOptions options, List<Map<String, String>> messages) {
        int[] prompt = allowSpecial
                ? opened.encode(opened.chatFormat().prompt(messages, List.of()))
                : opened.encodeChat(messages, List.of(), "");
        Completion answer = opened.complete(
                prompt,
                options.maxTokens(most(opened, prompt)),
                new GenerationListener() {
                    @Override
                    public void onText(String piece) {
                        terminal.out().print(piece);
                        terminal.out().flush();
                    }
                },
                new Cancellation());
        terminal.out().println();
        terminal.out().flush();
        return answer.text();
    }
}
