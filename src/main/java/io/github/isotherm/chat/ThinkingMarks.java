package io.github.isotherm.chat;

import java.util.List;
import java.util.Optional;

/**
 * What stands around thinking in the answers of a family of models.
 *
 * @param opening what begins it
 * @param closings what ends it, any of them
 * @param anywhere whether it begins thinking behind text, too, when it is no special token
 */
public record ThinkingMarks(String opening, List<String> closings, boolean anywhere) {
    private static final List<String> HARMONY_END = List.of("<|end|>", "<|return|>");

    /** Those of all models that are known. */
    private static final List<ThinkingMarks> KNOWN = List.of(
            // DeepSeek R1, Qwen3, QwQ, SmolLM3, GLM 4.5, MiniMax, Nemotron and most others
            of("<think>", "</think>"),
            of("<thinking>", "</thinking>"),
            // Magistral, Ministral 3
            of("[THINK]", "[/THINK]"),
            // Seed-OSS
            of("<seed:think>", "</seed:think>"),
            // Kimi-VL, Kimi-Dev
            of("◁think▷", "◁/think▷"),
            of("<thought>", "</thought>"),
            // Gemma 4
            of("<|channel>thought", "<channel|>"),
            // Command R7B and Command A Reasoning
            of("<|START_THINKING|>", "<|END_THINKING|>"),
            // OpenThinker, Bespoke-Stratos
            of("<|begin_of_thought|>", "<|end_of_thought|>"),
            // gpt-oss
            new ThinkingMarks("<|start|>assistant<|channel|>analysis<|message|>", HARMONY_END, true),
            new ThinkingMarks("<|channel|>analysis<|message|>", HARMONY_END, true));

    /** Copies the list. */
    public ThinkingMarks {
        closings = List.copyOf(closings);
    }

    private static ThinkingMarks of(String opening, String closing) {
        return new ThinkingMarks(opening, List.of(closing), false);
    }

    static List<ThinkingMarks> known() {
        return KNOWN;
    }

    /**
     * The thinking that a prompt has begun, so that the answer begins inside it.
     *
     * @param promptEnd the prompt's last characters, with the names of special tokens
     * @return the marks whose opening the prompt ends with, blanks aside
     */
    public static Optional<ThinkingMarks> opened(String promptEnd) {
        String end = promptEnd.stripTrailing();
        return KNOWN.stream().filter(marks -> end.endsWith(marks.opening)).findFirst();
    }

    /** Where the first closing stands in a text; negative for nowhere. */
    int closingIn(String text) {
        int first = -1;
        for (String closing : closings) {
            int at = text.indexOf(closing);
            first = first < 0 || (at >= 0 && at < first) ? at : first;
        }
        return first;
    }

    /** How long the closing at a place is. */
    int closingLength(String text, int at) {
        return closings.stream()
                .filter(closing -> text.startsWith(closing, at))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** How many of a text's last characters may begin a closing. */
    int openEnd(String text) {
        int longest = 0;
        for (String closing : closings) {
            for (int length = Math.min(closing.length() - 1, text.length()); length > longest; length--) {
                if (closing.startsWith(text.substring(text.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
