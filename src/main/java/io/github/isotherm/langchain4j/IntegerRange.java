package io.github.isotherm.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How large integers of typed answers may be. LangChain4j says "integer" for a Java int as for a long, and refuses an int that is
 * too large when it reads the answer: they are ints, unless the conversation or a description speaks of larger ones.
 */
enum IntegerRange {
    INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
    LONG(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Digits, and what people write between those of one number. */
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[ .,'’_\\-\\u00a0\\u202f]\\d+)*+");

    private static final Pattern LARGE_WORDS =
            Pattern.compile("billion|trillion|milliard", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern WIDE =
            Pattern.compile("\\b(long|int64|64[ -]?bits?)\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final int DIGITS_OF_INT = 10;

    private final long from;
    private final long to;

    IntegerRange(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** The keywords of a JSON schema that say so, for an integer that may have a description. */
    Map<String, Object> bounds(JsonIntegerSchema integer) {
        String description = integer.description();
        IntegerRange range = description != null && WIDE.matcher(description).find() ? LONG : this;
        return Map.of("minimum", range.from, "maximum", range.to);
    }

    /** What a conversation asks for: longs where it names a number that no int can be. */
    static IntegerRange of(List<ChatMessage> messages) {
        return Conversation.said(messages).stream()
                        .map(message -> String.valueOf(message.get("content")))
                        .anyMatch(IntegerRange::namesLarger)
                ? LONG
                : INT;
    }

    private static boolean namesLarger(String text) {
        return LARGE_WORDS.matcher(text).find()
                || NUMBER.matcher(text)
                        .results()
                        .anyMatch(number -> isLarger(number.group().replaceAll("\\D|^0+", "")));
    }

    private static boolean isLarger(String digits) {
        return digits.length() > DIGITS_OF_INT
                || (digits.length() == DIGITS_OF_INT && Long.parseLong(digits) > Integer.MAX_VALUE);
    }
}
