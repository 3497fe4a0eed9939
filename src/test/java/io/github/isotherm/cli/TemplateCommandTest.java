package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code template}: reads no weights, so it is tested without. */
class TemplateCommandTest {
    private static final String HI =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi 😀\"}],\"add_generation_prompt\":true}";

    @TempDir
    private Path folder;

    private String file(String template) throws IOException {
        Path file = folder.resolve("chat_template.jinja");
        Files.writeString(file, template);
        return file.toString();
    }

    @Test
    void rendersTheModelsOwnTemplateAndNothingElse() {
        CommandLineRun run = CommandLineRun.with(HI, "template");
        assertThat(run.out())
                .isEqualTo("<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
                        + "<|im_end|>\n<|im_start|>user\nHi 😀<|im_end|>\n<|im_start|>assistant\n");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void allKeysAreVariablesOfTheirJsonTypes() throws IOException {
        CommandLineRun run = CommandLineRun.with(
                "{\"b\":[1,2.5,null,true,\"x\"],\"a\":{\"z\":1,\"y\":12345678901234567890}}",
                "template",
                "--file",
                file("{{ b }}{{ a | tojson }}{{ missing is defined }}"));
        assertThat(run.out()).isEqualTo("[1, 2.5, None, True, 'x']{\"z\": 1, \"y\": 12345678901234567890}False");
    }

    @Test
    void specialTokensComeFromTheModelThatIsNamed() throws IOException {
        String model = Path.of("models", "smollm2-135m-instruct").toString();
        String template = file("{{ bos_token }}|{{ eos_token }}");
        assertThat(CommandLineRun.with("{}", "template", "--file", template, "--model", model)
                        .out())
                .isEqualTo("<|im_start|>|<|im_end|>");
        assertThat(CommandLineRun.with("{}", "template", "--file", template).out())
                .isEqualTo("|");
        assertThat(CommandLineRun.with("{\"eos_token\":\"E\"}", "template", "--file", template, "--model", model)
                        .out())
                .isEqualTo("<|im_start|>|E");
    }

    @Test
    void errorsNameLineAndColumn() throws IOException {
        CommandLineRun malformed = CommandLineRun.with("{}", "template", "--file", file("a\n{% if %}"));
        assertThat(malformed.code()).isEqualTo(1);
        assertThat(malformed.err()).startsWith("isotherm: ").contains("line 2").hasLineCount(1);
        CommandLineRun raised =
                CommandLineRun.with("{}", "template", "--file", file("{{ raise_exception('no messages') }}"));
        assertThat(raised.err()).contains("no messages");
        assertThat(raised.code()).isEqualTo(2);
        assertThat(raised.out()).isEmpty();
    }

    @Test
    void variablesMustBeAnObject() {
        assertThat(CommandLineRun.with("[]", "template").err()).contains("one JSON object");
        assertThat(CommandLineRun.with("{", "template").code()).isEqualTo(2);
    }

    @Test
    void aMissingFileIsNamed() {
        CommandLineRun run = CommandLineRun.with("{}", "template", "--file", "no/such.jinja");
        assertThat(run.err()).contains("no/such.jinja");
        assertThat(run.code()).isEqualTo(1);
    }
}
