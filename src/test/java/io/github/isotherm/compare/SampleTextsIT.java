package io.github.isotherm.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.isotherm.generate.Cancellation;
import io.github.isotherm.generate.ForkedCompletions;
import io.github.isotherm.generate.GenerationResult;
import io.github.isotherm.generate.Scheduler;
import io.github.isotherm.generate.SchedulerOptions;
import io.github.isotherm.generate.ScriptedModel;
import io.github.isotherm.generate.TextCodec;
import io.github.isotherm.next.PromptContext;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.Vocabulary;
import io.github.isotherm.tokenizer.FixtureTokenizer;
import io.github.isotherm.tokenizer.HuggingFaceTextCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples after a prompt, in tokenizers whose decoder drops the first space of what it decodes, and in others. */
class SampleTextsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLES = 3;

    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "mistral",
                "gemma",
                "gpt2",
                "prefix-space",
                "unigram",
                "llama-3",
                "qwen",
                "gemma-3",
                "t5",
                "bloom",
                "falcon",
                "phi-3",
                "deepseek"
            })
    void aSamplesTextIsWhatItAddsToThePrompt(String name) throws IOException {
        Vocabulary vocabulary = FixtureTokenizer.vocabulary(name, folder);
        JsonNode rows = JSON.readTree(FixtureTokenizer.expected(name).toFile()).get("rows");
        int spaced = 0;
        try (HuggingFaceTextCodec codec = HuggingFaceTextCodec.open(FixtureTokenizer.file(name), folder)) {
            for (int n = 0; n < rows.size(); n++) {
                JsonNode row = rows.get(n);
                int[] more = JSON.convertValue(row.get("more"), int[].class);
                if (more.length > 0) {
                    ComparedCompletions.Group group = samples(codec, vocabulary, row, more);
                    assertThat(group.samples())
                            .extracting(GenerationResult::text)
                            .containsOnly(row.get("text").textValue());
                    assertThat(group.statistics().unique()).isOne();
                    assertThat(group.statistics().meanTokens()).isEqualTo(more.length);
                    spaced += row.get("text").textValue().startsWith(" ") ? 1 : 0;
                }
            }
        }
        assertThat(spaced).as("texts that begin with a space").isGreaterThan(5);
    }

    private static ComparedCompletions.Group samples(TextCodec codec, Vocabulary vocabulary, JsonNode row, int[] more) {
        int[] prompt = JSON.convertValue(row.get("prompt"), int[].class);
        Comparison comparison = new Comparison(ProcessorChain.EMPTY, List.of(0.0), SAMPLES, 11, more.length, List.of());
        ScriptedModel model = ScriptedModel.saying(vocabulary.size(), prompt.length, more);
        try (Scheduler scheduler =
                new Scheduler(model, codec, vocabulary, System::nanoTime, SchedulerOptions.defaults())) {
            ForkedCompletions result = scheduler
                    .generate(
                            comparison.requests(prompt, List.of()),
                            line -> ComparisonListener.NONE.row(0, line),
                            new Cancellation())
                    .await();
            return ComparedCompletions.of(comparison, PromptContext.of(prompt), result)
                    .groups()
                    .get(0);
        }
    }
}
