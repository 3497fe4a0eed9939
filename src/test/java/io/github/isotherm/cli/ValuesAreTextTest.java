package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.catalog.LogitsProcessorProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a parser could take for syntax is text, and what it refuses is one sentence. */
class ValuesAreTextTest {
    @TempDir
    private Path folder;

    private static void refused(CommandLineRun run, String sentence) {
        assertThat(run.err()).isEqualTo("isotherm: " + sentence + "\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    private static Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false,
                Map.of());
    }

    /** Argument files would put a file's text where its name was written. */
    @Test
    void noCommandReadsAFileThatAnArgumentNamesBehindAnAtSign() {
        CommandLine program = CommandLineProgram.create(terminal());
        assertThat(program.isExpandAtFiles()).isFalse();
        assertThat(program.getSubcommands().values()).hasSizeGreaterThan(10).allSatisfy(command -> {
            assertThat(command.isExpandAtFiles()).isFalse();
            assertThat(command.isAbbreviatedOptionsAllowed()).isFalse();
            assertThat(command.isTrimQuotes()).isFalse();
            assertThat(command.getCommandSpec().parser().splitQuotedStrings()).isTrue();
        });
    }

    @Test
    void anAtSignIsPartOfTheTextAlsoWhereTheFileExists() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "day=5 secret=7");
        refused(
                CommandLineRun.of("apply", "@" + file),
                "The argument \"@" + file + "\" must be a token and its logit, such as day=5.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${sys:user.home}=1", "\"a b\"=1", "_NULL_=1", "%n=1", "'=1"})
    void signsOfOtherLanguagesAreText(String pair) {
        CommandLineRun run = CommandLineRun.of("apply", "--json", pair);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"" + pair.replace("=1", "").replace("\"", "\\\"") + "\"");
    }

    @Test
    void anOrderThatIsNoneIsRefusedOnce() {
        refused(
                CommandLineRun.of("apply", "a=1", "--order", "abc"),
                "--order is abc but must be hf, llama-cpp or openai.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0x10", "1_000", "", "1.5", "99999999999999999999"})
    void whatIsNoWholeNumberIsSaidWithoutAJavaType(String number) {
        CommandLineRun run = CommandLineRun.of("complete", "hello", "--seed", number);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("isotherm: Invalid value for option '--seed': '" + number + "' is not a whole number")
                .hasLineCount(1)
                .doesNotContain("long", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "1d", "0x1p3", "1_0", ""})
    void aNumberIsDecimal(String number) {
        refused(
                CommandLineRun.of("apply", "a=" + number),
                "the logit of a is " + number + " but must be a number, -inf, inf or nan.");
        assertThat(CommandLineRun.of("apply", "a=1", "-t", number).code()).isEqualTo(2);
        CommandLineRun run = CommandLineRun.of("next", "x", "--temperatures", number);
        assertThat(run.err()).contains("'" + number + "' is not a number").hasLineCount(1);
    }

    @Test
    void lineBreaksAndEscapesOfAValueAreWrittenOut() {
        refused(
                CommandLineRun.of("apply", "a\nb\u001b[31m=zz"),
                "the logit of a\\nb\\x1b[31m is zz but must be a number, -inf, inf or nan.");
        CommandLineRun unknown = CommandLineRun.of("apply", "--no\u001b[31m\nsuch");
        assertThat(unknown.err())
                .startsWith("isotherm: Unknown option: '--no\\x1b[31m\\nsuch'")
                .hasLineCount(1);
    }

    @Test
    void aTableObeysNoEscapeOfATokensName() {
        CommandLineRun run = CommandLineRun.of("apply", "a\u001b[31m=1");
        assertThat(run.out()).contains("a\\x1b[31m").doesNotContain("\u001b");
    }

    @Test
    void aFileOfPluginsThatIsMissingIsRefusedWithoutAChainToo() {
        refused(
                CommandLineRun.of("apply", "a=1", "--plugins", "no-such.jar"),
                "--plugins names \"no-such.jar\", which is no file; give the jar's path.");
    }

    @Test
    void aPluginThatIsNoJarOrBringsNoProcessorIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        refused(
                CommandLineRun.of("apply", "a=1", "--plugins", text.toString()),
                "--plugins names \"" + text + "\", which is no jar that can be read; give the jar's path.");
        Path empty = jar("empty.jar", "other", "x");
        refused(
                CommandLineRun.of("apply", "a=1", "--plugins", empty.toString()),
                "--plugins names " + empty + ", in which no processor is provided; a jar that brings one has"
                        + " META-INF/services/" + LogitsProcessorProvider.class.getName() + ".");
    }

    @Test
    void aProviderThatCannotBeLoadedIsNamed() throws IOException {
        Path jar = jar(
                "gone.jar", "META-INF/services/" + LogitsProcessorProvider.class.getName(), "com.acme.NoSuchProvider");
        CommandLineRun run = CommandLineRun.of("apply", "a=1", "--plugins", jar.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("isotherm: A provider of processors cannot be loaded (")
                .contains("com.acme.NoSuchProvider")
                .hasLineCount(1);
    }

    private Path jar(String name, String entry, String text) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** As {@code yes … | isotherm apply | head -2}. */
    @ParameterizedTest
    @ValueSource(strings = {"apply, {\"logits\":[1,2]}", "grammar, {\"regex\":\"a\"}"})
    @Timeout(60)
    void linesWithoutEndEndWithTheirReader(String commandAndLine) {
        String[] parts = commandAndLine.split(", ", 2);
        CheckedOutput output = new CheckedOutput(new OutputStream() {
            private int written;

            @Override
            public void write(int value) throws IOException {
                if (written++ > 10) {
                    throw new IOException("Broken pipe");
                }
            }
        });
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new EndlessLines(parts[1]),
                new PrintStream(output, false, StandardCharsets.UTF_8),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        assertThat(Main.code(CommandLineProgram.run(terminal, parts[0]), output, terminal))
                .isZero();
        assertThat(said.size()).isZero();
    }

    private static final class EndlessLines extends java.io.InputStream {
        private final byte[] line;
        private int at;

        EndlessLines(String line) {
            this.line = (line + "\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            return line[at++ % line.length];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "grammar", "template"})
    void standardInputThatCannotBeReadIsOneSentence(String command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new java.io.InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Is a directory");
                    }
                },
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                false,
                Map.of());
        assertThat(CommandLineProgram.run(terminal, command)).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("isotherm: Standard input cannot be read (Is a directory); pipe a text in, or redirect a"
                        + " file.\n");
    }

    @Test
    void bracketsThirtyThousandDeepAreOneSentence() {
        String deep = "[".repeat(30_000);
        CommandLineRun chain = CommandLineRun.of("apply", "a=1", "--chain", "top-k=" + deep);
        assertThat(chain.code()).isEqualTo(2);
        assertThat(chain.err()).hasLineCount(1).contains("nests lists and maps deeper than 32");
        CommandLineRun lines = CommandLineRun.with(deep + "\n{\"logits\":[1]}\n", "apply");
        assertThat(lines.code()).isEqualTo(1);
        assertThat(lines.out().lines().toList()).hasSize(2);
        assertThat(lines.out().lines().toList().get(0))
                .contains("1,000 brackets")
                .doesNotContain("Stream");
        assertThat(lines.out().lines().toList().get(1)).contains("\"kept\":[0]");
    }

    /** It took all of the memory, and the lines behind it went unanswered. */
    @Test
    void drawsThatNoMemoryHoldsFailTheirLineAlone() {
        CommandLineRun run = CommandLineRun.with(
                "{\"logits\":[1,2],\"draws\":2000000000}\n{\"logits\":[1],\"draws\":1,\"seed\":1}\n", "apply");
        assertThat(run.out().lines().toList().get(0))
                .isEqualTo("{\"id\":null,\"error\":\"draws is 2000000000 but must be at most 1000000.\"}");
        assertThat(run.out().lines().toList().get(1)).contains("\"drawn\":[0]");
        assertThat(run.code()).isEqualTo(1);
    }

    /** A draw looks at every logit. */
    @Test
    void drawsOfManyLogitsAreFewer() {
        String logits = "0,".repeat(19_999) + "0";
        CommandLineRun run = CommandLineRun.with("{\"logits\":[" + logits + "],\"draws\":500001}\n", "apply");
        assertThat(run.out()).contains("draws is 500001 but must be at most 500000.");
    }
}
