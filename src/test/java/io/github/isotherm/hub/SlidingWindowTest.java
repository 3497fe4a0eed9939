package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.files.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlidingWindowTest {
    @TempDir
    Path folder;

    private OptionalInt window(String config) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, config.replace('\'', '"'));
        return SlidingWindow.of(JsonFile.read(Contained.in(folder), "config.json"));
    }

    /** As transformers 5.24 makes layer types of Qwen 2's fields. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'sliding_window':64} | 64",
                "{'sliding_window':64,'use_sliding_window':true} | 64",
                "{'sliding_window':64,'use_sliding_window':true,'max_window_layers':3,'num_hidden_layers':4} | 64",
                "{'sliding_window':64,'use_sliding_window':true,'max_window_layers':4,'num_hidden_layers':4} | 0",
                "{'sliding_window':64,'use_sliding_window':true,'max_window_layers':28,'num_hidden_layers':24} | 0",
                "{'sliding_window':64,'use_sliding_window':false} | 0",
                "{'sliding_window':64,'max_window_layers':3,'num_hidden_layers':4} | 0",
                "{'sliding_window':64,'layer_types':['full_attention']} | 0",
                "{'sliding_window':64,'layer_types':['full_attention','sliding_attention']} | 64",
                "{'text_config':{'sliding_window':64.0}} | 64",
                "{'sliding_window':null} | 0",
                "{} | 0"
            })
    void aWindowIsThereWhereALayerSlides(String config, int window) throws IOException {
        assertThat(window(config).orElse(0)).isEqualTo(window);
    }
}
