package io.github.isotherm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples run, and the documents quote them to the letter. */
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("src", "test", "java", "io", "github", "isotherm", "examples");

    private interface Program {
        void run(String[] args);
    }

    private static String printed(Program program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run(new String[0]);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allOfThemRun() {
        assertThat(printed(CompletionExample::main)).contains("temperature=0.8 > top-k=40 > top-p=0.9\n", "ln p = -");
        assertThat(printed(ChatExample::main)).contains("Berlin", "seed=42");
        assertThat(printed(StreamingExample::main)).containsAnyOf("[LENGTH]", "[STOP]");
        assertThat(printed(AiServiceExample::main).lines()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(printed(TypedAnswersExample::main))
                .matches("Person\\[name=Klaus, age=37]\n\\[Person\\[name=Klaus, age=37].*]\n(HAPPY|ANGRY)\n37\n");
        assertThat(printed(ThinkingExample::main)).isEqualTo("Two and two. -> 4\nnull -> 4\n");
        assertThat(printed(ToolsExample::main)).startsWith("asked for the weather in Munich\n");
        assertThat(printed(DeadlineExample::main)).matches("(?s)cancelled: true\n.*Berlin.*\n.*100 ms.*\n");
        assertThat(printed(ObservedExample::main)).containsPattern("20 tokens at most, \\d+ written\n");
        assertThat(printed(SpringExample::main)).contains("Berlin");
        assertThat(printed(DecisionExample::main)).startsWith("p(spam) = ").containsPattern("shipping=0\\.[5-9]");
        assertThat(printed(CustomProcessorExample::main)).isNotBlank().doesNotContain("example");
        assertThat(printed(SchemaExample::main))
                .matches(
                        "\\{\"city\": ?\"[^\"]{0,30}\", ?\"country\": ?\"(DE|FR|IT)\"}\nConstraintOutcome\\[complete=true.*\n");
        assertThat(printed(CustomConstraintExample::main).lines()).hasSize(3).allMatch(ExamplesIT::isChecked);
    }

    /** Luhn's check, from the right: every second digit doubled, its digits added. */
    private static boolean isChecked(String number) {
        int sum = 0;
        for (int fromRight = 0; fromRight < number.length(); fromRight++) {
            int digit = Character.digit(number.charAt(number.length() - 1 - fromRight), 10);
            int counted = fromRight % 2 == 0 ? digit : 2 * digit;
            sum += counted / 10 + counted % 10;
        }
        return number.length() == 8 && sum % 10 == 0;
    }

    @ParameterizedTest
    @CsvSource({
        "CompletionExample,README.md",
        "ChatExample,README.md",
        "CustomProcessorExample,README.md",
        "SchemaExample,src/site/markdown/structured-output.md",
        "CustomConstraintExample,src/site/markdown/write-a-constraint.md",
        "ChatExample,src/site/markdown/langchain4j.md",
        "StreamingExample,src/site/markdown/langchain4j.md",
        "AiServiceExample,src/site/markdown/langchain4j.md",
        "TypedAnswersExample,src/site/markdown/langchain4j.md",
        "ThinkingExample,src/site/markdown/langchain4j.md",
        "ToolsExample,src/site/markdown/langchain4j.md",
        "DeadlineExample,src/site/markdown/langchain4j.md",
        "ObservedExample,src/site/markdown/langchain4j.md",
        "SpringExample,src/site/markdown/langchain4j.md",
        "DecisionExample,src/site/markdown/langchain4j.md",
    })
    void documentsQuoteThem(String example, String document) throws Exception {
        List<String> lines = Files.readAllLines(EXAMPLES.resolve(example + ".java"));
        int from = index(lines, "// tag::example") + 1;
        String quoted = String.join("\n", lines.subList(from, index(lines, "// end::example")))
                .stripIndent();
        assertThat(Files.readString(Path.of(document)).replace("\r\n", "\n")).contains(quoted);
    }

    private static int index(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError(marker);
    }
}
