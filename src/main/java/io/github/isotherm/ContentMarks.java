package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people and tools say in a conversation from becoming special tokens: a message that spells a turn's end ends no
 * turn, nor do two that spell it together. Thread-safe.
 *
 * <p>A chat template makes one text of markup and content. So a mark goes into every name of a special token that content
 * spells; the template passes it on; the text is cut at the marks and encoded in parts, none of which spells the name. Content
 * without such names, nearly all, is not touched. A special token of one character cannot be cut, and stays one.
 */
final class ContentMarks {
    private final @Nullable Vocabulary vocabulary;
    private @Nullable ControlTokens control;

    /** Marks for the special tokens of a vocabulary, which is read when a conversation may spell one. */
    ContentMarks(@Nullable Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Null where texts spell none. Special tokens are not decoded, so most need no vocabulary: they come back as they were. */
    private @Nullable ControlTokens spelledIn(String all, TextCodec codec) {
        if (vocabulary == null) {
            return null;
        }
        ControlTokens known = known();
        if (known == null && codec.decode(codec.encode(all)).equals(all)) {
            return null;
        }
        ControlTokens tokens = known == null ? read(vocabulary, codec) : known;
        return tokens.areIn(all) ? tokens : null;
    }

    private synchronized @Nullable ControlTokens known() {
        return control;
    }

    private synchronized ControlTokens read(Vocabulary from, TextCodec codec) {
        ControlTokens known = control == null ? new ControlTokens(from, codec) : control;
        control = known;
        return known;
    }

    /**
     * The ids of a conversation.
     *
     * @param variables of the template; lists and maps among them, such as documents, are content
     * @param beginning how the answer begins
     */
    int[] encode(
            ChatFormat format,
            List<? extends Map<String, ?>> messages,
            List<? extends Map<String, ?>> tools,
            Map<String, ?> variables,
            String beginning,
            Runnable interruption,
            TextCodec codec) {
        String texts = String.join("\n", ContentTexts.all(messages, tools, variables)) + "\n"
                + ContentTexts.joined(messages, tools, variables);
        ControlTokens tokens = spelledIn(texts, codec);
        if (tokens == null) {
            return codec.encode(format.prompt(messages, tools, variables, interruption) + beginning);
        }
        FreeMark mark = FreeMark.of(format.withOwnTexts(List.of(texts, beginning)));
        UnaryOperator<@Nullable Object> marking = value -> marked(value, tokens, mark);
        Map<String, @Nullable Object> marked = new LinkedHashMap<>();
        variables.forEach((name, value) -> marked.put(name, value instanceof String ? value : marking.apply(value)));
        String prompt = format.prompt(values(messages, marking), values(tools, marking), marked, interruption);
        return encode(mark.split(prompt + beginning), codec);
    }

    /** Templates look names up, so these are touched only where they spell a token by themselves. */
    private static @Nullable Object marked(@Nullable Object value, ControlTokens tokens, FreeMark mark) {
        return ContentTexts.changed(
                value,
                text -> mark.into(text, tokens.cuts(text)),
                name -> tokens.areIn(name) ? mark.into(name, tokens.cuts(name)) : name);
    }

    /** Only values: the names in a message are the template's. */
    private static List<Map<String, @Nullable Object>> values(
            List<? extends Map<String, ?>> content, UnaryOperator<@Nullable Object> marking) {
        List<Map<String, @Nullable Object>> marked = new ArrayList<>();
        for (Map<String, ?> one : content) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            one.forEach((key, value) -> copy.put(key, marking.apply(value)));
            marked.add(copy);
        }
        return marked;
    }

    /** The parts each after the one before, which is enough for a tokenizer to see that it is no beginning. */
    private static int[] encode(String[] parts, TextCodec codec) {
        IntStream.Builder ids = IntStream.builder();
        int[] before = codec.encode(parts[0]);
        Arrays.stream(before).forEach(ids);
        for (int n = 1; n < parts.length; n++) {
            before = codec.encodeAfter(before, parts[n]);
            Arrays.stream(before).forEach(ids);
        }
        return ids.build().toArray();
    }
}
