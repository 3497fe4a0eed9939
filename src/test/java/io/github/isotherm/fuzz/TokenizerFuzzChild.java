package io.github.isotherm.fuzz;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens mutants one after another and says of each what came of it, on a line: the last line tells which one ended it. */
final class TokenizerFuzzChild {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            " ",
            "\n",
            "Hello world, it's 12345 o'clock!\r\n\n  ab aab abab </w> ##b",
            "<unk><s></s><|endoftext|> [UNK] <0x61> abc",
            "\u00e9e\u0301 \ufb01 \ufdfa \u4e2d\u6587 \uac00 \ud83d\ude00\u200d\ud83d\ude00 \u0130\u1e9e \u2581\u2581a",
            "\u0000\u0001\ufffd\ufeff\u0301\u0301",
            "\ud800x",
            "a".repeat(40) + "!",
            " ".repeat(3000) + "x",
            "aB1 ".repeat(2000));

    private TokenizerFuzzChild() {}

    /** Seed, first mutant, the one behind the last, and "raw" for the library alone. */
    public static void main(String[] arguments) throws IOException {
        TokenizerMutants mutants = new TokenizerMutants();
        long seed = Long.parseLong(arguments[0]);
        boolean raw = arguments.length > 3 && arguments[3].equals("raw");
        if (raw) {
            // Settles where the library is.
            HuggingFaceTextCodec.open(Path.of("models/smollm2-135m-instruct/tokenizer.json"), CacheFolder.locate())
                    .close();
        }
        for (int number = Integer.parseInt(arguments[1]); number < Integer.parseInt(arguments[2]); number++) {
            byte[] mutant = mutants.mutant(seed, number);
            say(number, "begins", "");
            if (raw) {
                raw(mutant);
                say(number, "ok", "");
            } else {
                checked(number, mutant);
            }
        }
    }

    private static void say(int number, String outcome, String sentence) {
        System.out.println(number + "\t" + outcome + "\t" + sentence.replace("\n", "\\n"));
        System.out.flush();
    }

    private static void checked(int number, byte[] mutant) {
        String outcome = "ok";
        String sentence = "";
        try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(
                new ByteArrayInputStream(mutant), Path.of("tokenizer.json"), CacheFolder.locate(), "The tokenizer")) {
            for (String text : TEXTS) {
                try {
                    codec.decode(codec.encodePrompt(text));
                    codec.decode(codec.encode(text));
                } catch (IsothermException e) {
                    outcome = "text";
                    sentence = String.valueOf(e.getMessage());
                }
            }
            for (int id = 0; id < 40; id++) {
                codec.decode(new int[] {id});
            }
            codec.decode(new int[] {700, 0, 1, 2, 3, 100_000, -1});
        } catch (IsothermException e) {
            outcome = "refused";
            sentence = String.valueOf(e.getMessage());
        } catch (RuntimeException | Error e) {
            outcome = "unclear";
            sentence = e.toString();
        }
        boolean clear = !sentence.contains("Exception") && !sentence.contains("null)") && !sentence.contains("\n");
        say(number, clear ? outcome : "unclear", sentence);
    }

    private static void raw(byte[] mutant) {
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(mutant),
                Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"))) {
            for (String text : TEXTS) {
                tokenizer.decode(tokenizer.encode(text, true, false).getIds(), true);
                tokenizer.decode(tokenizer.encode(text, false, false).getIds(), true);
            }
            for (int id = 0; id < 40; id++) {
                tokenizer.decode(new long[] {id}, true);
            }
        } catch (IOException | RuntimeException e) {
            // What it says well or not is not counted here.
        }
    }

    /** For a look at one of them. */
    static void write(long seed, int number, Path file) throws IOException {
        Files.writeString(file, new String(new TokenizerMutants().mutant(seed, number), StandardCharsets.UTF_8));
    }
}
