package io.github.isotherm;

import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.sampling.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people and tools say in a conversation from becoming special tokens: a message that spells a turn's end ends no
 * turn.
 *
 * <p>A chat template makes one text of markup and content. So a mark goes into every name of a special token that content
 * spells; the template passes it on; the text is cut at the marks and encoded in parts, none of which spells the name. Content
 * without such names, nearly all, is not touched.
 */
final class ContentMarks {
    /** Private to applications, so in no text that means something by it; another where one has it still. */
    private static final char FIRST_MARK = '\uE000';

    private static final Pattern NEVER = Pattern.compile("(?!)");

    private final @Nullable Vocabulary vocabulary;
    private @Nullable Pattern names;

    /** Marks for the special tokens of a vocabulary, which is read when a conversation may spell one. */
    ContentMarks(@Nullable Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Special tokens are not decoded, so a text that comes back as it was spells none: most need no vocabulary. */
    private synchronized boolean spellsName(String content, TextCodec codec) {
        if (vocabulary == null
                || (names == null && codec.decode(codec.encode(content)).equals(content))) {
            return false;
        }
        if (names == null) {
            names = names(vocabulary);
        }
        return names.matcher(content).find();
    }

    private static Pattern names(Vocabulary vocabulary) {
        List<String> special = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.isSpecial(id) && vocabulary.text(id).length() > 1) {
                special.add(vocabulary.text(id));
            }
        }
        special.sort(Comparator.comparingInt(String::length).reversed());
        return special.isEmpty()
                ? NEVER
                : Pattern.compile(special.stream().map(Pattern::quote).collect(Collectors.joining("|")));
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
        String content = "" + messages + tools + variables;
        if (!spellsName(content, codec)) {
            return codec.encode(format.prompt(messages, tools, variables, interruption) + beginning);
        }
        char mark = absentFrom(content);
        Map<String, @Nullable Object> marked = new LinkedHashMap<>();
        variables.forEach((name, value) -> marked.put(name, value instanceof String ? value : value(value, mark)));
        String prompt = format.prompt(all(messages, mark), all(tools, mark), marked, interruption);
        return encode(prompt + beginning, mark, codec);
    }

    private static char absentFrom(String content) {
        char mark = FIRST_MARK;
        while (content.indexOf(mark) >= 0) {
            mark++;
        }
        return mark;
    }

    private List<Map<String, @Nullable Object>> all(List<? extends Map<String, ?>> content, char mark) {
        List<Map<String, @Nullable Object>> marked = new ArrayList<>();
        for (Map<String, ?> one : content) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            one.forEach((key, value) -> copy.put(key, value(value, mark)));
            marked.add(copy);
        }
        return marked;
    }

    private @Nullable Object value(@Nullable Object value, char mark) {
        if (value instanceof String text) {
            return text(text, mark);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(value(item, mark)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach(
                    (key, item) -> copy.put(key instanceof String name ? text(name, mark) : key, value(item, mark)));
            return copy;
        }
        return value;
    }

    private synchronized String text(String text, char mark) {
        return Objects.requireNonNull(names)
                .matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(split(name.group(), mark)));
    }

    private static String split(String name, char mark) {
        int at = name.offsetByCodePoints(0, 1);
        return name.substring(0, at) + mark + name.substring(at);
    }

    /** The ids of a rendered text, encoded in the parts between its marks; as JSON a mark may have been escaped. */
    private static int[] encode(String rendered, char mark, TextCodec codec) {
        String escaped = String.format(Locale.ROOT, "\\\\u%04x", (int) mark);
        String[] parts =
                Pattern.compile(mark + "|" + escaped, Pattern.CASE_INSENSITIVE).split(rendered, -1);
        int[] ids = codec.encode(parts[0]);
        for (int n = 1; n < parts.length; n++) {
            int[] more = codec.encodeAfter(ids, parts[n]);
            int[] all = Arrays.copyOf(ids, ids.length + more.length);
            System.arraycopy(more, 0, all, ids.length, more.length);
            ids = all;
        }
        return ids;
    }
}
