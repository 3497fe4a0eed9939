package io.github.isotherm.cli;

import io.github.isotherm.LocalModel;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.UnwrittenFileException;
import io.github.isotherm.files.WholeFile;
import io.github.isotherm.wire.SavedModel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The file of a run: written by {@code --save}, made again by {@code --replay}. */
final class RunFile {
    /** Whose options may stand beside a replay: which model and how it runs, how to draw. */
    private static final Set<Class<?>> BESIDE_REPLAY = Set.of(ModelOption.class, Drawing.class);

    /** Itself, where processors come from, and how to print. */
    private static final Set<String> NAMED_BESIDE_REPLAY =
            Set.of("--replay", "--plugins", FormatOption.NAME, FormatOption.SHORT);

    private static final int MOST_BYTES = 1 << 28;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Saves the run, to be replayed with --replay (default: it is not saved).")
    private @Nullable Path save;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = {
                "Makes a saved run again, with its model, and says where it differs, if it does.",
                "Prompt, temperatures and chain are the file's (default: nothing is replayed)."
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
        return read(replay);
    }

    private static byte[] read(Path file) {
        if (!Files.exists(file)) {
            throw unreadable(file, "there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw unreadable(file, "it is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] saved = in.readNBytes(MOST_BYTES + 1);
            if (saved.length > MOST_BYTES) {
                throw unreadable(file, "it is longer than any that --save writes");
            }
            return saved;
        } catch (AccessDeniedException e) {
            throw unreadable(file, "it may not be read");
        } catch (IOException e) {
            throw unreadable(file, reason(e));
        }
    }

    private static InvalidValueException unreadable(Path file, String why) {
        return new InvalidValueException("--replay cannot read " + file + ": " + why + "; give a file of --save.");
    }

    /** What the system says, without the names of Java's classes. */
    private static String reason(IOException e) {
        String said = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return said == null ? "the system gives no reason" : said;
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
            WholeFile.at(file).write(json + "\n");
        } catch (UnwrittenFileException e) {
            throw new IsothermException(
                    "--save cannot write " + file + " (" + e.getMessage() + "); " + e.wayOut() + ".", e);
        }
    }

    static SavedModel savedModel(LocalModel opened) {
        return new SavedModel(
                opened.name(), opened.fingerprint(), opened.isAsIs(), opened.activations(), opened.keyValues());
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

    /** Refuses ids that the model does not have. */
    static void refuseUnknown(LocalModel opened, IntStream ids) {
        int size = opened.vocabulary().size();
        ids.filter(id -> id >= size).findFirst().ifPresent(id -> {
            throw new InvalidValueException("The saved run has the token " + id + " but " + opened.name() + " has "
                    + size + " of them, from 0; give a file that --save wrote, unchanged.");
        });
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() > 12 ? fingerprint.substring(0, 12) + "…" : fingerprint;
    }
}
