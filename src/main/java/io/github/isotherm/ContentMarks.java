package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people and tools say in a conversation from becoming special tokens: a message that spells a turn's end ends no
 * turn, nor do two that spell it together. Other added tokens count as special where the chat template writes them, but for
 * what the model said, which may reason between such. Thread-safe.
 *
 * <p>A chat template makes one text of markup and content. So a mark goes into every name of a special token that content
 * spells; the template passes it on; the text is cut at the marks and encoded in parts, none of which spells the name. Content
 * without such names, nearly all, is not touched. A special token of one character cannot be cut, and stays one.
 */
final class ContentMarks {
    private static final Set<String> MODEL = Set.of("assistant", "model");

    private final @Nullable Vocabulary vocabulary;
    private @Nullable Control control;

    /** What is read of a vocabulary, once. */
    private record Control(ControlTokens special, ControlTokens written) {}

    /** Marks for the special tokens of a vocabulary, which is read when a conversation may spell one. */
    ContentMarks(@Nullable Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Null where a text spells none. */
    private @Nullable Control spelledIn(String all, ChatFormat format, TextCodec codec) {
        if (vocabulary == null) {
            return null;
        }
        Control known = known();
        if (known == null) {
            int[] ids = codec.encode(all);
            if (codec.decode(ids).equals(all) && !hasMarkup(ids, format, codec)) {
                return null;
            }
            known = read(vocabulary, format, codec);
        }
        return known.written.areIn(all) ? known : null;
    }

    /** Special tokens are not decoded; others that the template writes are, as signs such as {@code <} begin them. */
    private static boolean hasMarkup(int[] ids, ChatFormat format, TextCodec codec) {
        return Arrays.stream(ids)
                .distinct()
                .mapToObj(id -> codec.decode(new int[] {id}).strip())
                .anyMatch(text ->
                        text.length() > 2 && !Character.isLetterOrDigit(text.codePointAt(0)) && format.writes(text));
    }

    private synchronized @Nullable Control known() {
        return control;
    }

    private synchronized Control read(Vocabulary from, ChatFormat format, TextCodec codec) {
        Control known = control == null
                ? new Control(ControlTokens.special(from, codec), ControlTokens.written(from, codec, format))
                : control;
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
        Control spelled = spelledIn(texts, format, codec);
        if (spelled == null) {
            return codec.encode(format.prompt(messages, tools, variables, interruption) + beginning, interruption);
        }
        FreeMark mark = FreeMark.of(format.withOwnTexts(List.of(texts, beginning)));
        Map<String, @Nullable Object> marked = new LinkedHashMap<>();
        variables.forEach((name, value) ->
                marked.put(name, value instanceof String ? value : marked(value, spelled.written, mark)));
        String prompt = format.prompt(
                all(messages, one -> isOfModel(one) ? spelled.special : spelled.written, mark),
                all(tools, one -> spelled.written, mark),
                marked,
                interruption);
        return encode(mark.split(prompt + beginning), codec);
    }

    /** The ids of a prompt that people wrote: none of them special but those that the tokenizer puts around it. */
    int[] encodePrompt(String text, TextCodec codec) {
        return hasSpecial(codec.encode(text))
                ? encodeInParts(text, codec, codec::encodePrompt)
                : codec.encodePrompt(text);
    }

    /** The ids of a text that people wrote and that goes on after others: none of them special. */
    int[] encodeAfter(int[] before, String text, TextCodec codec) {
        int[] whole = codec.encodeAfter(before, text);
        return hasSpecial(whole) ? encodeInParts(text, codec, first -> codec.encodeAfter(before, first)) : whole;
    }

    private boolean hasSpecial(int[] ids) {
        return vocabulary != null && Arrays.stream(ids).anyMatch(vocabulary::isSpecial);
    }

    private int[] encodeInParts(String text, TextCodec codec, Function<String, int[]> beginning) {
        BitSet cuts =
                ControlTokens.special(Objects.requireNonNull(vocabulary), codec).cuts(text);
        IntStream.Builder ids = IntStream.builder();
        int[] last = {};
        for (int from = 0; from < text.length(); ) {
            int cut = cuts.nextSetBit(from + 1);
            int to = cut < 0 ? text.length() : cut;
            String part = text.substring(from, to);
            last = from == 0 ? beginning.apply(part) : codec.encodeAfter(last, part);
            Arrays.stream(last).forEach(ids);
            from = to;
        }
        return ids.build().toArray();
    }

    private static boolean isOfModel(Map<String, ?> message) {
        return message.get("role") instanceof String role && MODEL.contains(role);
    }

    /** Templates look names up, so these are touched only where they spell a token by themselves. */
    private static @Nullable Object marked(@Nullable Object value, ControlTokens tokens, FreeMark mark) {
        return ContentTexts.changed(
                value,
                text -> mark.into(text, tokens.cuts(text)),
                name -> tokens.areIn(name) ? mark.into(name, tokens.cuts(name)) : name);
    }

    /** Only values: the names in a message are the template's. */
    private static List<Map<String, @Nullable Object>> all(
            List<? extends Map<String, ?>> content, Function<Map<String, ?>, ControlTokens> tokens, FreeMark mark) {
        List<Map<String, @Nullable Object>> marked = new ArrayList<>();
        for (Map<String, ?> one : content) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            one.forEach((key, value) -> copy.put(key, marked(value, tokens.apply(one), mark)));
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
