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
    void messagesAreSeenAsChatsAre() throws IOException {
        String template = file("{% for m in messages %}{{ m }}{% endfor %}{{ tools }}{{ add_generation_prompt }}");
        String hi = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\",\"name\":null,\"reasoning\":\"r\"}]";
        assertThat(CommandLineRun.with(hi + "}", "template", "--file", template).out())
                .isEqualTo(
                        "{'thinking': 'r', 'role': 'user', 'content': 'Hi', 'reasoning': 'r', 'reasoning_content': 'r'}"
                                + "NoneFalse");
        assertThat(CommandLineRun.with(hi + ",\"tools\":[]}", "template", "--file", template)
                        .out())
                .endsWith("[]False");
        assertThat(CommandLineRun.with("{\"messages\":[]}", "template", "--file", template)
                        .err())
                .contains("at least one message");
        assertThat(CommandLineRun.with("{\"messages\":[1]}", "template", "--file", template)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void theDateIsTheOneThatIsGiven() throws IOException {
        String template = file("{{ strftime_now('%d %b %Y %H:%M') }}");
        CommandLineRun run = CommandLineRun.with("{}", "template", "--file", template, "--date", "2024-07-26");
        assertThat(run.out()).isEqualTo("26 Jul 2024 00:00");
        assertThat(run.err()).isEmpty();
        assertThat(CommandLineRun.with("{}", "template", "--file", template, "--date", "2024-07-06T14:05")
                        .out())
                .isEqualTo("06 Jul 2024 14:05");
        CommandLineRun wrong = CommandLineRun.with("{}", "template", "--file", template, "--date", "July");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("July").contains("2024-07-26T14:05");
    }

    @Test
    void aDateThatWasChosenIsToldAndGivesTheSameAgain() throws IOException {
        String template = file("{{ strftime_now('%Y-%m-%dT%H:%M:%S') }}");
        CommandLineRun run = CommandLineRun.with("{}", "template", "--file", template);
        assertThat(run.err()).startsWith("date ");
        String told = run.err().strip().substring("date ".length());
        assertThat(CommandLineRun.with("{}", "template", "--file", template, "--date", told)
                        .out())
                .isEqualTo(run.out());
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
