package io.github.isotherm.cli;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.Completion;
import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.Seeds;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.error.Checks;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ConstraintOutcome;
import io.github.isotherm.generate.GenerationListener;
import io.github.isotherm.report.ConstraintText;
import io.github.isotherm.wire.TemplateVariables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
        addMethodSubcommands = false,
        description = {
            "A conversation, through the model's chat template: a line is a message, the end of input ends it.",
            "The model's own sampling settings count where none is given."
        })
final class ChatCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOption model = new ModelOption();

    @Option(names = "--system", paramLabel = "TEXT", description = "The system message (default: none).")
    private @Nullable String system;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description =
                    "The most tokens of an answer: whole, at least 1 (default: as the model's configuration says, else until the"
                            + " model ends it or its context is full).")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The key of the draws: " + OptionHelp.SEEDS + " (default: chosen, and told).")
    private @Nullable Long seed;

    @Mixin
    private final FastForwardOption fastForward = new FastForwardOption();

    @Mixin
    private final StopOptions stops = new StopOptions();

    @Option(
            names = "--allow-special-in-content",
            description = "Names of special tokens in a message become those tokens: it may then end its own turn.")
    private boolean allowSpecial;

    @Option(
            names = "--template-variable",
            paramLabel = "NAME=JSON",
            description = {
                "A variable of the chat template, such as enable_thinking=false or reasoning_effort='\"high\"';",
                "may be given several times (default: none)."
            })
    private Map<String, String> templateVariables = Map.of();

    @Mixin
    private final DateOption date = new DateOption();

    ChatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Spec
    void spec(CommandSpec spec) {
        sampling.addTo(spec, true);
    }

    @Override
    public Integer call() {
        if (maxTokens != null) {
            Checks.atLeast("--max-tokens", maxTokens, 1);
        }
        CompletionOptions options = CompletionOptions.defaults()
                .settings(sampling.settings())
                .order(sampling.order())
                .chain(sampling.chain())
                .stop(stops.textsOrNull())
                .stopTokenIds(stops.ids())
                .fastForward(fastForward.isWanted())
                .seed(seed == null ? Long.valueOf(Seeds.choose()) : seed);
        Map<String, @Nullable Object> variables = TemplateVariables.each(templateVariables);
        TemplateTime time = date.time();
        try (LocalModel opened = model.open(terminal)) {
            ChatFormat format = opened.chatFormat().withClock(time);
            terminal.say(opened.name() + ", chain " + opened.chain(options) + ", seed " + options.seed());
            converse(opened, options, messages -> read(opened, format, messages, variables), time);
        }
        return 0;
    }

    private void converse(
            LocalModel opened,
            CompletionOptions options,
            Function<List<Map<String, String>>, int[]> reading,
            TemplateTime time) {
        List<Map<String, String>> messages = new ArrayList<>();
        if (system != null) {
            messages.add(Map.of("role", "system", "content", system));
        }
        boolean told = false;
        BufferedReader in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        for (String line = ask(in); line != null; line = ask(in)) {
            if (!line.isBlank()) {
                messages.add(Map.of("role", "user", "content", line));
                int[] prompt = reading.apply(messages);
                if (!told) {
                    date.tell(time, terminal);
                    told = true;
                }
                messages.add(Map.of("role", "assistant", "content", answer(opened, options, prompt)));
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
            throw Terminal.unreadable(e);
        }
    }

    private int most(LocalModel opened, int[] prompt) {
        return maxTokens != null ? maxTokens : opened.limits().most(prompt.length, CompletionOptions.UNBOUNDED);
    }

    private int[] read(
            LocalModel opened,
            ChatFormat format,
            List<Map<String, String>> messages,
            Map<String, @Nullable Object> variables) {
        return allowSpecial
                ? opened.encode(format.prompt(messages, List.of(), variables, () -> {}))
                : opened.encodeChat(format, messages, List.of(), variables, "", () -> {});
    }

    private String answer(LocalModel opened, CompletionOptions options, int[] prompt) {
        Completion answer = opened.complete(
                prompt,
                options.maxTokens(most(opened, prompt)),
                new GenerationListener() {
                    @Override
                    public void onText(String piece) {
                        terminal.stream(piece);
                    }
                },
                new Cancellation());
        terminal.line("");
        ConstraintOutcome constraint = answer.result().constraint();
        if (constraint != null) {
            terminal.say(ConstraintText.sentence(constraint));
        }
        return answer.text();
    }
}
