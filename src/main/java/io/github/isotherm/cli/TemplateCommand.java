package io.github.isotherm.cli;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.TemplateTime;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.hub.ModelFinder;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.wire.TemplateVariables;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code template}: the prompt a chat template makes. */
@Command(
        name = "template",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = {
            "The prompt that a chat template makes of JSON on standard input, and nothing else.",
            "All keys become variables: messages, tools, add_generation_prompt, ...; as apply_chat_template of",
            "transformers prepares them, or as they are where there are no messages."
        })
final class TemplateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Whose template and special tokens; default: $ISOTHERM_MODEL, else the bundled model.")
    private @Nullable String folder;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A template of your own, such as chat_template.jinja (default: the model's).")
    private @Nullable String file;

    @Mixin
    private final DateOption date = new DateOption();

    TemplateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ChatFormat format = format();
        if (terminal.interactive()) {
            throw new InvalidValueException("No variables are given; pipe a JSON object in, such as"
                    + " {\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}.");
        }
        TemplateTime time = date.time();
        terminal.out().print(format.withClock(time).apply(TemplateVariables.read(terminal.readAll())));
        date.tell(time, terminal);
        return 0;
    }

    private ChatFormat format() {
        if (file == null) {
            ModelFolder model = ModelFolder.openForText(ModelFinder.find(folder, terminal.environment()));
            return ChatFormat.of(model)
                    .orElseThrow(() -> new ModelException(
                            "The model folder " + model.path() + " has no chat template; name one with --file."));
        }
        Map<String, String> tokens = folder == null
                ? Map.of()
                : ModelFolder.openForText(ModelFinder.find(folder, terminal.environment()))
                        .specialTokens();
        return ChatFormat.of(text(Path.of(file)), tokens);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new ModelException("The template file " + path + " is not UTF-8; save it as UTF-8.", e);
        } catch (IOException e) {
            throw new ModelException("The template file " + path + " cannot be read; check its path.", e);
        }
    }
}
