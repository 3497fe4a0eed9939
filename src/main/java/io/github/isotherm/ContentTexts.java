package io.github.isotherm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The texts in what templates read: strings, also those in lists and maps, and the names of the latter. */
final class ContentTexts {
    /** Far above the names that special tokens have. */
    private static final int LONGEST = 256;

    private ContentTexts() {}

    /** All of them, in order. */
    static List<String> all(Object... contents) {
        return of(true, contents);
    }

    /** Those that are no names, one behind the other as a template may write them, without the middle of long ones. */
    static String joined(Object... contents) {
        StringBuilder joined = new StringBuilder();
        for (String text : of(false, contents)) {
            int length = text.length();
            if (length <= 2 * LONGEST) {
                joined.append(text);
            } else {
                joined.append(text, 0, LONGEST).append('\n').append(text, length - LONGEST, length);
            }
        }
        return joined.toString();
    }

    private static List<String> of(boolean names, Object... contents) {
        List<String> texts = new ArrayList<>();
        for (Object content : contents) {
            add(content, names, texts);
        }
        return texts;
    }

    private static void add(@Nullable Object value, boolean names, List<String> texts) {
        Object plain = plain(value);
        if (plain instanceof String text) {
            texts.add(text);
        } else if (plain instanceof Iterable<?> list) {
            list.forEach(item -> add(item, names, texts));
        } else if (plain instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                add(names ? key : null, true, texts);
                add(item, names, texts);
            });
        }
    }

    /** Templates take whatever writes a text for one, and arrays for lists. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
            return value.toString();
        }
        return value instanceof Object[] array ? Arrays.asList(array) : value;
    }

    /** The same with other texts, and other names in maps. */
    static @Nullable Object changed(
            @Nullable Object value, UnaryOperator<String> change, UnaryOperator<String> changeOfNames) {
        Object plain = plain(value);
        if (plain instanceof String text) {
            return change.apply(text);
        }
        if (plain instanceof Iterable<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(changed(item, change, changeOfNames)));
            return copy;
        }
        if (plain instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) ->
                    copy.put(changed(key, changeOfNames, changeOfNames), changed(item, change, changeOfNames)));
            return copy;
        }
        return value;
    }
}
