package io.github.isotherm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.isotherm.files.CacheFolder;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is sound is encoded as the library alone encodes it. */
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
        "한국어"
    };

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    @Test
    void encodeAThousandTextsAsTheLibraryAlone() throws IOException {
        TokenizerMutants tokenizers = new TokenizerMutants();
        for (int i = 0; i < tokenizers.soundOnes(); i++) {
            byte[] json = tokenizers.sound(i);
            try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(
                            new ByteArrayInputStream(json),
                            Path.of("tokenizer.json"),
                            CacheFolder.locate(),
                            "The tokenizer");
                    HuggingFaceTokenizer alone =
                            HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), AS_IT_IS)) {
                SplittableRandom random = new SplittableRandom(20);
                for (int n = 0; n < TEXTS; n++) {
                    String text = text(random);
                    assertThat(java.util.Arrays.stream(codec.encodePrompt(text))
                                    .asLongStream()
                                    .toArray())
                            .as("%d: %s", i, text)
                            .isEqualTo(alone.encode(text, true, false).getIds());
                }
            }
        }
    }
}
