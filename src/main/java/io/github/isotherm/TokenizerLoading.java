package io.github.isotherm;

import io.github.isotherm.error.IsothermException;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.hub.VocabularyData;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import io.github.isotherm.tokenizer.TokenAlphabet;
import io.github.isotherm.tokenizer.TokenizerVocabulary;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Opens the tokenizer of a folder on a thread of its own, while the caller loads the weights: both take long. */
final class TokenizerLoading implements AutoCloseable {
    private final FutureTask<Loaded> task;
    private boolean taken;

    private TokenizerLoading(FutureTask<Loaded> task) {
        this.task = task;
    }

    /**
     * What a folder has to say about text.
     *
     * @param codec the tokenizer, or null where the folder has none
     * @param vocabulary the texts of the ids, or null where the folder has no tokenizer
     */
    record Loaded(
            @Nullable HuggingFaceTextCodec codec, @Nullable Vocabulary vocabulary) {}

    static TokenizerLoading start(ModelFolder folder, Path cache) {
        // Two threads that are the first to log at once make slf4j complain on standard error.
        LoggerFactory.getILoggerFactory();
        FutureTask<Loaded> task = new FutureTask<>(() -> load(folder, cache, "The model"));
        Thread thread = new Thread(task, "isotherm-tokenizer");
        thread.setDaemon(true);
        thread.start();
        return new TokenizerLoading(task);
    }

    /** On this thread; what is loaded is the caller's to close, with what later calls are told is closed. */
    static Loaded load(ModelFolder folder, Path cache, String owner) {
        HuggingFaceTextCodec codec = folder.tokenizerFile()
                .map(file -> HuggingFaceTextCodec.open(folder.openTokenizer(), file, cache, owner))
                .orElse(null);
        return new Loaded(codec, codec == null ? null : new VocabularyOnDemand(() -> vocabulary(folder)));
    }

    private static Vocabulary vocabulary(ModelFolder folder) {
        return folder.vocabulary().map(TokenizerLoading::vocabulary).orElseThrow();
    }

    private static Vocabulary vocabulary(VocabularyData data) {
        return new TokenizerVocabulary(data.tokens(), data.specialIds(), data.addedIds(), alphabet(data));
    }

    private static TokenAlphabet alphabet(VocabularyData data) {
        if (data.byteLevel()) {
            return TokenAlphabet.BYTE_LEVEL;
        }
        return data.byteFallback() || data.metaspace() ? TokenAlphabet.METASPACE : TokenAlphabet.PLAIN;
    }

    /** Waits for it; what is taken is the caller's to close. */
    Loaded take() {
        Loaded loaded = await();
        taken = true;
        return loaded;
    }

    private Loaded await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException known
                ? known
                : new IsothermException("The tokenizer could not be opened (" + e.getMessage() + ").", e);
    }

    /** Waits for what was not taken, and closes it. */
    @Override
    public void close() {
        if (taken) {
            return;
        }
        try {
            Loaded loaded = await();
            if (loaded.codec() != null) {
                loaded.codec().close();
            }
        } catch (RuntimeException e) {
            // Whoever did not take it has an error of their own to tell, or has been told this one.
        }
    }
}
