package io.github.isotherm.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.error.NativePlatform;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.tokenizer.file.TokenizerFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The tokenizer of a tokenizer.json, run by the Hugging Face tokenizers library. Thread-safe; closed, it is freed when the last
 * call that still runs is over.
 */
public final class HuggingFaceTextCodec implements TextCodec, AutoCloseable {
    /** The library's defaults would cut a text after 512 tokens without a word. */
    private static final Map<String, String> AS_IT_IS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    /**
     * What may stand before a text without being joined with it: by its end a sign, or a letter before a space. Some
     * tokenizers make nothing of a line end.
     */
    private static final List<String> ANCHORS = List.of("\n", ".", "a", "1");

    private final HuggingFaceTokenizer tokenizer;
    private volatile TextBounds bounds;
    /** What is said to be closed when this is. */
    private final String owner;

    private final Object lock = new Object();
    private int calls;
    private boolean closed;

    private HuggingFaceTextCodec(HuggingFaceTokenizer tokenizer, TokenizerFile file, String owner) {
        this.tokenizer = tokenizer;
        this.bounds = new TextBounds(file, Integer.MAX_VALUE);
        this.owner = owner;
    }

    /**
     * Opens a tokenizer. The first call of a JVM sets the system properties that keep the library offline and its native
     * part under {@code cache}, where the host application has not set them.
     *
     * @param tokenizerFile a tokenizer.json
     * @param cache isotherm's cache folder, created when needed
     * @return the codec, to be closed by the caller
     * @throws ModelException when the file is not a tokenizer, or the platform has no native library
     */
    public static HuggingFaceTextCodec open(Path tokenizerFile, Path cache) {
        try (InputStream json = Files.newInputStream(tokenizerFile)) {
            return open(json, tokenizerFile, cache, "The tokenizer");
        } catch (IOException e) {
            throw unusable(tokenizerFile, e);
        }
    }

    /**
     * Opens a tokenizer as {@link #open(Path, Path)} does, whose JSON is not the file's as it stands.
     *
     * @param json the content of a tokenizer.json; not closed
     * @param tokenizerFile the file it was made of, for messages
     * @param cache isotherm's cache folder, created when needed
     * @param owner what is closed with it, as the subject of the sentence that later calls are refused with
     * @return the codec, to be closed by the caller
     * @throws ModelException when that is not a tokenizer, or the platform has no native library
     */
    public static HuggingFaceTextCodec open(InputStream json, Path tokenizerFile, Path cache, String owner) {
        byte[] bytes = bytes(json, tokenizerFile);
        TokenizerFile file = TokenizerFile.check(bytes, tokenizerFile.toString());
        try {
            NativeTokenizers.prepare(cache);
        } catch (LinkageError | IOException e) {
            throw notLoaded(e);
        }
        try {
            return new HuggingFaceTextCodec(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), AS_IT_IS), file, owner);
        } catch (LinkageError | EngineException e) {
            throw notLoaded(e);
        } catch (IOException | RuntimeException e) {
            throw unusable(tokenizerFile, e);
        }
    }

    private static byte[] bytes(InputStream json, Path tokenizerFile) {
        try {
            return json.readAllBytes();
        } catch (IOException e) {
            throw unusable(tokenizerFile, e);
        }
    }

    private static ModelException notLoaded(Throwable e) {
        return NativePlatform.current().failure("The tokenizers library", "2.34", e);
    }

    private static ModelException unusable(Path tokenizerFile, Exception e) {
        return new ModelException(
                tokenizerFile + " cannot be opened as a tokenizer; check that it is a whole tokenizer.json.", e);
    }

    /**
     * Has longer texts refused from now on than a model can hold, before they are encoded.
     *
     * @param contextLength tokens the model can hold, {@link Integer#MAX_VALUE} where nothing says
     */
    public void boundBy(int contextLength) {
        bounds = new TextBounds(bounds.file(), contextLength);
    }

    @Override
    public int[] encode(String text) {
        return encode(text, false, () -> {});
    }

    @Override
    public int[] encode(String text, Runnable interruption) {
        return encode(text, false, interruption);
    }

    @Override
    public int[] encodePrompt(String text) {
        return encode(text, true, () -> {});
    }

    @Override
    public int[] encodePrompt(String text, Runnable interruption) {
        return encode(text, true, interruption);
    }

    private int[] encode(String text, boolean asPrompt, Runnable interruption) {
        bounds.require(text);
        Runnable wanted = () -> {
            requireOpen();
            interruption.run();
        };
        return LongTexts.inTurn(text, wanted, () -> whileOpen(() -> ids(text, asPrompt)));
    }

    /** Only the ids are fetched: what else an encoding holds would take a hundred times their memory. */
    private int[] ids(String text, boolean asPrompt) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer.getHandle(), text, asPrompt);
        try {
            return toInts(library.getTokenIds(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /**
     * Encodes behind something short and takes its tokens off again. Which of a few serves: the first that is not joined
     * with the text, and after which the text decodes as it is.
     */
    @Override
    public int[] encodeAfter(int[] ids, String text) {
        if (text.isEmpty() || decode(ids).isEmpty()) {
            return encode(text);
        }
        int[] first = null;
        for (String anchor : ANCHORS) {
            int[] before = encode(anchor);
            int[] both = encode(anchor + text);
            if (before.length > 0 && both.length > before.length && Arrays.mismatch(before, both) == before.length) {
                int[] rest = Arrays.copyOfRange(both, before.length, both.length);
                if (decodeAfter(before, rest).equals(text)) {
                    return rest;
                }
                first = first == null ? rest : first;
            }
        }
        return first == null ? encode(text) : first;
    }

    @Override
    public String decode(int[] ids) {
        if (ids.length == 0) {
            return "";
        }
        return whileOpen(() -> tokenizer.decode(toLongs(ids), true));
    }

    /** Frees the native tokenizer, when no call is left that uses it; none begins any more. Closing again does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            boolean free = !closed && calls == 0;
            closed = true;
            if (free) {
                tokenizer.close();
            }
        }
    }

    private <T> T whileOpen(Supplier<T> call) {
        enter();
        try {
            return call.get();
        } catch (IsothermException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ModelException(
                    "The tokenizer cannot encode or decode this (" + e.getMessage()
                            + "); use another text, or another model.",
                    e);
        } finally {
            leave();
        }
    }

    private void enter() {
        synchronized (lock) {
            requireOpen();
            calls++;
        }
    }

    private void requireOpen() {
        synchronized (lock) {
            if (closed) {
                throw new ClosedException(owner);
            }
        }
    }

    private void leave() {
        synchronized (lock) {
            calls--;
            if (closed && calls == 0) {
                tokenizer.close();
            }
        }
    }

    private static int[] toInts(long[] ids) {
        int[] ints = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ints[i] = Math.toIntExact(ids[i]);
        }
        return ints;
    }

    private static long[] toLongs(int[] ids) {
        long[] longs = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            longs[i] = ids[i];
        }
        return longs;
    }
}
