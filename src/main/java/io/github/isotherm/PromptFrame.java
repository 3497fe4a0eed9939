package io.github.isotherm;

import io.github.isotherm.error.ModelException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.hub.ModelFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a tokenizer puts around a prompt.
 *
 * @param before the ids a prompt begins with, such as a begin-of-sequence token
 * @param after the ids it ends with, mostly none
 */
public record PromptFrame(List<Integer> before, List<Integer> after) {
    private static final String ANY_TEXT = "a";

    /** Copies the lists. */
    public PromptFrame {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    static Optional<PromptFrame> of(ModelFolder folder) {
        try (HuggingFaceTextCodec codec = TokenizerLoading.load(folder, CacheFolder.locate(), "The tokenizer")
                .codec()) {
            return codec == null ? Optional.empty() : of(codec);
        } catch (ModelException e) {
            return Optional.empty();
        }
    }

    /** Why the tokenizer of a folder cannot be opened; empty where it can, or there is none. */
    static Optional<String> refused(ModelFolder folder) {
        try {
            HuggingFaceTextCodec codec = TokenizerLoading.load(folder, CacheFolder.locate(), "The tokenizer")
                    .codec();
            if (codec != null) {
                codec.close();
            }
            return Optional.empty();
        } catch (ModelException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static Optional<PromptFrame> of(TextCodec codec) {
        List<Integer> text = ids(codec.encode(ANY_TEXT));
        List<Integer> prompt = ids(codec.encodePrompt(ANY_TEXT));
        int from = Collections.indexOfSubList(prompt, text);
        return from < 0
                ? Optional.empty()
                : Optional.of(
                        new PromptFrame(prompt.subList(0, from), prompt.subList(from + text.size(), prompt.size())));
    }

    private static List<Integer> ids(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }
}
