package io.github.isotherm;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.hub.ConfiguredField;
import io.github.isotherm.hub.ModelFolder;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where a model's own configuration ends a completion, for requests that say nothing of it.
 *
 * @param maxNewTokens the most tokens of a completion ({@code max_new_tokens})
 * @param maxLength the most tokens of prompt and completion together ({@code max_length}); counts where nothing says how
 *     many a completion may have
 * @param stopStrings texts that end a completion ({@code stop_strings})
 */
public record CompletionLimits(OptionalInt maxNewTokens, OptionalInt maxLength, List<String> stopStrings) {
    /** A model that says nothing. */
    public static final CompletionLimits NONE =
            new CompletionLimits(OptionalInt.empty(), OptionalInt.empty(), List.of());

    /** Copies the list. */
    public CompletionLimits {
        stopStrings = List.copyOf(stopStrings);
    }

    static CompletionLimits of(ModelFolder folder) {
        return of(folder.generation(), folder.contextLength());
    }

    static CompletionLimits of(Map<String, ConfiguredField> fields, int contextLength) {
        OptionalInt most = count("max_new_tokens", 1, fields);
        OptionalInt length = count("max_length", 0, fields);
        boolean bounded = length.isPresent() && length.getAsInt() > 0 && length.getAsInt() < contextLength;
        return new CompletionLimits(most, bounded ? length : OptionalInt.empty(), stops(fields));
    }

    /**
     * How many tokens may follow a prompt where nobody asks for a number.
     *
     * @param promptTokens the prompt's tokens
     * @param usual how many where the model does not say
     * @return tokens, ≥ 1
     * @throws InvalidValueException when the prompt is as long as the model's own limit already
     */
    public int most(int promptTokens, int usual) {
        if (maxNewTokens.isPresent()) {
            return maxNewTokens.getAsInt();
        }
        if (maxLength.isEmpty()) {
            return usual;
        }
        int left = maxLength.getAsInt() - promptTokens;
        if (left < 1) {
            throw new InvalidValueException("The prompt has " + promptTokens
                    + " tokens but must have fewer than the " + maxLength.getAsInt()
                    + " of the model's own max_length; shorten it, or say how many tokens may follow.");
        }
        return Math.min(left, usual);
    }

    private static OptionalInt count(String name, int least, Map<String, ConfiguredField> fields) {
        ConfiguredField field = fields.get(name);
        if (field == null || field.value() == null) {
            return OptionalInt.empty();
        }
        if (!(field.value() instanceof Number number)
                || number.doubleValue() != Math.rint(number.doubleValue())
                || number.doubleValue() < least) {
            throw WrongField.of(name, field, "a whole number of at least " + least);
        }
        return OptionalInt.of((int) number.doubleValue());
    }

    private static List<String> stops(Map<String, ConfiguredField> fields) {
        ConfiguredField field = fields.get("stop_strings");
        if (field == null || field.value() == null) {
            return List.of();
        }
        List<?> given = field.value() instanceof List<?> list ? list : List.of(field.value());
        if (!given.stream().allMatch(stop -> stop instanceof String text && !text.isEmpty())) {
            throw WrongField.of("stop_strings", field, "a text or a list of texts, none empty");
        }
        return given.stream().map(String.class::cast).toList();
    }
}
