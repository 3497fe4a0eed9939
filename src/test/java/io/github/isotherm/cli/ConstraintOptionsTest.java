package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConstraintOptionsTest {
    @TempDir
    private Path folder;

    private static String chain(String... arguments) {
        SamplingOptions options = new SamplingOptions(ProcessorCatalog.standard());
        CommandSpec command = CommandSpec.create();
        options.addTo(command, true);
        new CommandLine(command).parseArgs(arguments);
        return options.chainAlone().toString();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void eachChoiceIsOneTextAsItIsWritten() {
        assertThat(chain("--choice", "yes", "--choice", "[no", "--choice", " a, b"))
                .isEqualTo("choice=[\"yes\", \"[no\", \" a, b\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ab]+", "(a|b)c", "\"a\"", "12", "a{2}"})
    void aPatternIsTakenAsItIsWritten(String pattern) {
        String chain = chain("--regex", pattern);
        assertThat(ProcessorCatalog.standard().parse(chain).steps().get(0).parameters())
                .containsEntry("pattern", pattern);
    }

    @Test
    void theHelpSaysThatChoicesAreGivenOneByOne() {
        assertThat(CommandLineRun.of("complete", "--help-sampling").out().replaceAll("\\s+", " "))
                .contains("--choice=TEXT Makes the text one of the given ones. texts (must be given). Off unless it is"
                        + " given. May be given several times.");
    }

    @Test
    void aSchemaIsJsonOrAFile() throws IOException {
        String written = "json-schema=\"{\\\"type\\\": \\\"integer\\\"}\"";
        assertThat(chain("--json-schema", "{\"type\": \"integer\"}")).isEqualTo(written);
        assertThat(chain("--json-schema", file("s.json", "{\"type\": \"integer\"}")))
                .isEqualTo(written);
        assertThat(chain("--json-schema", "true")).isEqualTo("json-schema=\"true\"");
    }

    @Test
    void aSchemaHasFurtherParameters() throws IOException {
        String name = file("s (1).json", "{\"type\": \"integer\"}");
        assertThat(chain("--json-schema", "(schema=@\"" + name + "\", open=true, order=\"any\")"))
                .isEqualTo("json-schema(schema=\"{\\\"type\\\": \\\"integer\\\"}\", open=true, order=\"any\")");
    }

    @Test
    void aGrammarIsItselfOrAFile() throws IOException {
        String written = "gbnf=\"root ::= \\\"a\\\"\"";
        assertThat(chain("--gbnf", "root ::= \"a\"")).isEqualTo(written);
        assertThat(chain("--gbnf", file("a.gbnf", "root ::= \"a\""))).isEqualTo(written);
    }

    @Test
    void aChainNamesFilesBehindAnAt() throws IOException {
        String name = file("s.json", "{\"type\": \"integer\"}");
        assertThat(chain("--chain", "json-schema=@" + name + " > temperature=0.5"))
                .isEqualTo("json-schema=\"{\\\"type\\\": \\\"integer\\\"}\" > temperature=0.5");
        assertThat(chain("--chain", "json-schema(schema=@" + name + ", whitespace=\"compact\")>top-k=3"))
                .isEqualTo("json-schema(schema=\"{\\\"type\\\": \\\"integer\\\"}\", whitespace=\"compact\") > top-k=3");
    }

    @Test
    void constraintsStandBehindBiasesAndBeforePenalties() {
        assertThat(chain(
                        "--temperature",
                        "0.5",
                        "--repetition-penalty",
                        "1.1",
                        "--regex",
                        "a",
                        "--suppress-tokens",
                        "[1]"))
                .isEqualTo("suppress-tokens=[1] > regex=\"a\" > repetition-penalty=1.1 > temperature=0.5");
    }

    @Test
    void whatIsNeitherAFileNorTheValueIsSaid() throws IOException {
        assertThatThrownBy(() -> chain("--json-schema", "none.json"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("none.json cannot be read");
        Path latin =
                Files.write(folder.resolve("latin.json"), "{\"const\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> chain("--json-schema", latin.toString()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> chain("--json-schema", "{\"type\": \"number\""))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("line 1, column 18");
        assertThatThrownBy(() -> chain("--json-schema", "{\"type\": \"numbr\"}"))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining("numbr");
    }

    @Test
    void twoConstraintsInOneChainAreRefused() {
        assertThatThrownBy(() -> chain("--regex", "a", "--choice", "b"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("the constraints regex and choice");
    }

    @Test
    void filesAreReadByTheCommandLineAlone() {
        assertThatThrownBy(() -> ProcessorCatalog.standard().parse("json-schema=@/etc/passwd"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("\"/etc/passwd\"")
                .hasMessageContaining("command line alone");
    }

    @Test
    void applyTellsMasksFromTheWordsOfItsTable() {
        CommandLineRun run =
                CommandLineRun.of("apply", "yes=1", "no=2", "never=3", "--choice", "yes", "--choice", "no");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("yes +1 +0.268941")
                .containsPattern("no +2 +0.731059")
                .containsPattern("never +3 +0.000000");
    }
}
