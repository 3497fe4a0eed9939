package io.github.isotherm.tokenizer.file;

import java.util.Set;

/**
 * Expressions of published tokenizers: each takes every character of a text by one of its alternatives, so that the work grows
 * with the text alone, which their form does not tell.
 */
final class PublishedExpressions {
    private static final String ENGLISH = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String ENGLISH_OPEN = "'(?i:[sdmt]|ll|ve|re)";
    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String BEFORE = "[^\\r\\n\\p{L}\\p{N}]?";
    private static final String SIGNS = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n";
    private static final String BLANKS = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Set<String> ALL = Set.of(
            // GPT-2, and what takes after it
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            // cl100k: Llama 3, Qwen 2, GLM 4
            ENGLISH + "|" + BEFORE + "\\p{L}+|\\p{N}{1,3}|" + SIGNS + "]*|" + BLANKS,
            ENGLISH + "|" + BEFORE + "\\p{L}+|\\p{N}|" + SIGNS + "]*|" + BLANKS,
            ENGLISH_OPEN + "|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}|" + SIGNS + "]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
            ENGLISH + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|" + BLANKS,
            // o200k: GPT-OSS, Llama 4, Mistral's Tekken
            wide(ENGLISH + "?", "\\p{N}{1,3}", "/]*"),
            wide("", "\\p{N}{1,3}", "/]*"),
            wide("", "\\p{N}", "/]*"),
            wide(ENGLISH + "?", "\\p{N}", "/]*"),
            // DeepSeek 2 and 3
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| "
                    + "?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
            // CLIP
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
            // BLOOM
            " ?[^(\\s|[.,!?…。，、।۔،])]+");

    private PublishedExpressions() {}

    private static String wide(String after, String numbers, String signs) {
        return BEFORE + UPPER + "*" + LOWER + "+" + after + "|" + BEFORE + UPPER + "+" + LOWER + "*" + after + "|"
                + numbers + "|" + SIGNS + signs + "|" + BLANKS;
    }

    static boolean contains(String expression) {
        return ALL.contains(expression);
    }
}
