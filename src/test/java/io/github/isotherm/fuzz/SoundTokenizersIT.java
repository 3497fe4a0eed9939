package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.isotherm.error.IsothermException;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is sound is encoded as the library alone encodes it; {@code -Disotherm.tokenizers=FOLDER} for all below a folder. */
class SoundTokenizersIT {
    private static final Map<String, String> AS_IT_IS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
    private static final int TEXTS = 1000;

    private static final String[] PARTS = {
        "day",
        " ",
        "  ",
        "\n",
        "The",
        "'s",
        "it's",
        "12345",
        "é",
        "e\u0301",
        "中文",
        "\ud83d\ude00",
        "<s>",
        "</s>",
        "\u2581",
        "ﬁ",
        "(x)",
        ".",
        ",",
        "WORD",
        "\t",
        "_",
        "\u00a0",
        "Привет",
        "한국어",
        "    ",
        "\r\n",
        "\n\n",
        "I'LL",
        "camelCase",
        "1,234.5",
        "日本語です。",
        "العربية",
        "हिन्दी",
        "မြန်မာ",
        "ไทย",
        "ﷺ",
        "Ａ１",
        "İstanbul",
        "ß",
        "\u200d",
        "\u00ad",
        "\ufeff",
        "\u0000",
        "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "[CLS]",
        "[MASK]",
        "##ing",
        "<|endoftext|>",
        "<|im_start|>",
        "<|begin_of_text|>",
        "<extra_id_0>",
        "<0x0A>",
        "</w>",
        "http://a.b/c?d=e",
        "unbelievably"
    };

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    private static void requireAsAlone(String name, byte[] json, List<String> faults) throws IOException {
        try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(
                        new ByteArrayInputStream(json), Path.of(name), CacheFolder.locate(), "The tokenizer");
                HuggingFaceTokenizer alone =
                        HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), AS_IT_IS)) {
            SplittableRandom random = new SplittableRandom(20);
            for (int n = 0; n < TEXTS; n++) {
                String text = text(random);
                long[] prompt = alone.encode(text, true, false).getIds();
                long[] plain = alone.encode(text, false, false).getIds();
                boolean same = Arrays.equals(longs(codec.encodePrompt(text)), prompt)
                        && Arrays.equals(longs(codec.encode(text)), plain)
                        && codec.decode(codec.encode(text)).equals(alone.decode(plain, true));
                if (!same) {
                    faults.add(name + ": other tokens for \"" + text + "\"");
                    return;
                }
            }
        } catch (IsothermException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    private static long[] longs(int[] ids) {
        return Arrays.stream(ids).asLongStream().toArray();
    }

    @Test
    void encodeAThousandTextsAsTheLibraryAlone() throws IOException {
        List<String> faults = new ArrayList<>();
        TokenizerMutants tokenizers = new TokenizerMutants();
        for (int i = 0; i < tokenizers.soundOnes(); i++) {
            requireAsAlone("sound tokenizer " + i, tokenizers.sound(i), faults);
        }
        List<Path> published = TokenizerMutants.published();
        for (Path file : published) {
            requireAsAlone(file.toString(), Files.readAllBytes(file), faults);
        }
        System.out.println(tokenizers.soundOnes() + " fixtures and " + published.size() + " published tokenizers");
        assertThat(faults).isEmpty();
    }
}
