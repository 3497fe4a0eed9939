package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.wire.SavedModel;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The file of a run: written by {@code --save}, made again by {@code --replay}. */
final class RunFile {
    /** Whose options may stand beside a replay: which model and how it runs, how to print. */
    private static final Set<Class<?>> BESIDE_REPLAY = Set.of(ModelOption.class, ReportOutput.class, Drawing.class);

    /** Itself, and where processors come from. */
    private static final Set<String> NAMED_BESIDE_REPLAY = Set.of("--replay", "--plugins");

    @Option(names = "--save", paramLabel = "FILE", description = "Saves the run, to be replayed with --replay.")
    private @Nullable Path save;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = {
                "Makes a saved run again, with its model, and says where it differs, if it does.",
                "Prompt, temperatures and chain are the file's."
            })
    private @Nullable Path replay;

    /** The file to replay, or null; refuses what would contradict it. */
    byte @Nullable [] replayed(CommandSpec command) {
        if (save != null) {
            refuseMissingFolder(save);
        }
        if (replay == null) {
            return null;
        }
        refuseOthers(command.commandLine().getParseResult());
        try {
            return Files.readAllBytes(replay);
        } catch (IOException e) {
            throw new IsothermException("--replay cannot read " + replay + " (" + e + "); give a file of --save.", e);
        }
    }

    private static void refuseMissingFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new InvalidValueException(
                    "--save is " + file + " but there is no folder " + folder + "; choose a folder that exists.");
        }
    }

    private static void refuseOthers(ParseResult given) {
        if (!given.matchedPositionals().isEmpty()) {
            throw new InvalidValueException("--replay brings its own prompt; leave the other one out.");
        }
        for (OptionSpec option : given.matchedOptions()) {
            if (!mayStand(option)) {
                throw new InvalidValueException(option.longestName()
                        + " and --replay are both given, but a replay takes everything from its file; leave one of"
                        + " them out.");
            }
        }
    }

    private static boolean mayStand(OptionSpec option) {
        return NAMED_BESIDE_REPLAY.contains(option.longestName())
                || (option.userObject() instanceof Field field && BESIDE_REPLAY.contains(field.getDeclaringClass()));
    }

    boolean isSaved() {
        return save != null;
    }

    void write(String json) {
        Path file = save;
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new IsothermException("--save cannot write " + file + " (" + e + "); choose another file.", e);
        }
    }

    static SavedModel savedModel(LocalModel opened) {
        return new SavedModel(opened.name(), opened.fingerprint(), opened.isAsIs(), opened.activations());
    }

    /** Refuses a model that is not the saved one. */
    static void refuseAnother(LocalModel opened, SavedModel saved) {
        String found = opened.fingerprint();
        if (!found.equals(saved.fingerprint())) {
            throw new ModelException("The run was saved with the model " + saved.name() + " (SHA-256 "
                    + shortened(saved.fingerprint()) + ") but the one here is " + opened.name() + " (SHA-256 "
                    + shortened(found) + "); give the saved one with --model.");
        }
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() > 12 ? fingerprint.substring(0, 12) + "…" : fingerprint;
    }
}
