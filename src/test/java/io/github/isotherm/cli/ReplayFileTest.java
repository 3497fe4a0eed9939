package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no saved runs: each is told in one sentence before a model is looked for. */
class ReplayFileTest {
    private static final String NEXT = "{\"command\":\"next\",\"model\":\"m\",\"fingerprint\":\"f\",\"as_is\":false,"
            + "\"activations\":\"exact\",\"prompt\":\"a\",\"ids\":[1,2],\"suffix\":\"\",\"chosen\":false,\"chain\":\"\","
            + "\"temperatures\":[1.0],\"branched\":0,\"top\":1,\"candidates\":[],"
            + "\"distributions\":[{\"tokens\":[3],\"probabilities\":[0.5],\"candidates\":[]}]}";
    private static final String COMPARE =
            "{\"command\":\"compare\",\"model\":\"m\",\"fingerprint\":\"f\",\"as_is\":false,\"activations\":\"exact\","
                    + "\"prompt\":\"a\",\"ids\":[1,2],\"chain\":\"\",\"temperatures\":[1.0],\"samples\":1,\"seed\":1,"
                    + "\"max_tokens\":4,\"stop\":[],\"stop_token_ids\":[],\"branched\":0,\"tokens\":[[3,4]]}";

    @TempDir
    private Path folder;

    private static CommandLineRun replayed(String command, Path file) {
        return CommandLineRun.with(
                Map.of("ISOTHERM_MODEL", "no/such/folder"), "", command, "--replay", file.toString());
    }

    private String refused(String command, byte[] content) throws IOException {
        return refused(replayed(command, Files.write(folder.resolve("run.json"), content)));
    }

    private String refused(String command, String content) throws IOException {
        return refused(command, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String refused(CommandLineRun run) {
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("isotherm: ")
                .doesNotContain("Exception", "java.", "com.fasterxml", "inside isotherm");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        return run.err();
    }

    /** They get as far as the model. */
    @Test
    void whatTheOthersDamageIsWhole() throws IOException {
        for (String command : new String[] {"next", "compare"}) {
            Path file = Files.writeString(folder.resolve("run.json"), command.equals("next") ? NEXT : COMPARE);
            assertThat(replayed(command, file).err()).contains("no/such/folder");
            assertThat(replayed(command, file).code()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "compare"})
    void whatIsNoFileOfOursIsRefused(String command) throws IOException {
        assertThat(refused(replayed(command, folder.resolve("none.json")))).contains("there is no such file");
        assertThat(refused(replayed(command, folder))).contains("it is a folder");
        assertThat(refused(command, "")).contains("is empty");
        assertThat(refused(command, " \n")).contains("is empty");
        assertThat(refused(command, "[1,2]")).contains("no object");
        assertThat(refused(command, "3")).contains("no object");
        assertThat(refused(command, "null")).contains("no object");
        assertThat(refused(command, "hello")).contains("not JSON");
        assertThat(refused(command, "{} {}")).contains("not JSON");
        assertThat(refused(command, "{\"command\":1,\"command\":2}")).contains("not JSON");
        assertThat(refused(command, "[".repeat(100_000))).contains("not JSON");
        assertThat(refused(command, new byte[] {(byte) 0x80, 0, (byte) 0xff, 17, 3}))
                .contains("not JSON");
        assertThat(refused(command, new byte[64])).contains("not JSON");
        assertThat(refused(command, "{}")).contains("no \"command\"");
        assertThat(refused(command, command.equals("next") ? COMPARE : NEXT)).contains("is one of", "--replay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "compare"})
    void aFileThatIsCutOffAnywhereIsRefused(String command) throws IOException {
        String whole = command.equals("next") ? NEXT : COMPARE;
        for (int end = 1; end < whole.length(); end += 7) {
            assertThat(refused(command, whole.substring(0, end))).contains("cut off");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "compare"})
    void eachFieldIsNeededAndOfItsKind(String command) throws IOException {
        String whole = command.equals("next") ? NEXT : COMPARE;
        String later = "activations|suffix|chosen|branched|stop_token_ids"; // files of before do not have them
        for (String name : whole.replaceAll("\\[\\{.*\\}\\]", "[]")
                .replaceAll("[^\"]*\"(\\w+)\":[^\"]*(?:\"[^\"]*\",)?", "$1 ")
                .split("\\W+")) {
            if (name.isEmpty()) {
                continue;
            }
            String value = "\"" + name + "\":(?:\"[^\"]*\"|\\[\\{.*\\}\\]|\\[[^{\\]]*\\]+|[^,}\\[]+)";
            assertThat(whole).as(name).containsPattern(value);
            String without = whole.replaceFirst(value + ",?", "").replace(",}", "}");
            if (!name.matches(later)) {
                assertThat(refused(command, without)).contains("\"" + name + "\"");
            }
            for (String other : new String[] {"{}", "null", "[[{}]]", "1e999", "-0.5"}) {
                assertThat(refused(command, whole.replaceFirst(value, "\"" + name + "\":" + other)))
                        .contains(
                                name.equals("temperatures") && other.equals("-0.5")
                                        ? "\"temperatures\""
                                        : "\"" + name + "\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"ids\":[1,2]; \"ids\":[1,-2]; \"ids\" has -2",
                "\"ids\":[1,2]; \"ids\":[99999999999]; \"ids\" has 99999999999",
                "\"ids\":[1,2]; \"ids\":[]; a prompt of 0 tokens",
                "\"branched\":0; \"branched\":3; of which 3 were forced",
                "\"branched\":0; \"branched\":-1; branched is -1",
                "\"temperatures\":[1.0]; \"temperatures\":[-1]; -1",
                "\"temperatures\":[1.0]; \"temperatures\":[]; No temperature",
                "\"chain\":\"\"; \"chain\":\"nothing=1\"; no processor",
                "\"chain\":\"\"; \"chain\":\"json-schema=@a.txt\"; files are read",
                "\"activations\":\"exact\"; \"activations\":\"odd\"; odd",
                "\"prompt\":\"a\"; \"prompt\":\"a\",\"version\":9; \"version\""
            })
    void aValueThatSaveDoesNotWriteIsRefusedByName(String written, String damaged, String words) throws IOException {
        assertThat(refused("next", NEXT.replace(written, damaged))).contains(words);
        assertThat(refused("compare", COMPARE.replace(written, damaged))).contains(words);
    }

    @Test
    void countsThatDisagreeAreRefused() throws IOException {
        assertThat(refused("next", NEXT.replace("[0.5]", "[0.5,0.2]"))).contains("1 tokens with 2 probabilities");
        assertThat(refused("next", NEXT.replace("\"temperatures\":[1.0]", "\"temperatures\":[1.0,2]")))
                .contains("1 distributions for 2 temperatures");
        assertThat(refused("next", NEXT.replace("[0.5],\"candidates\":[]", "[0.5],\"candidates\":[0.5]")))
                .contains("0 candidates");
        assertThat(refused("compare", COMPARE.replace("\"samples\":1", "\"samples\":2")))
                .contains("1 completions instead of 2");
        assertThat(refused("compare", COMPARE.replace("\"samples\":1", "\"samples\":1073741824")))
                .contains("1073741824");
        assertThat(refused("compare", COMPARE.replace("\"seed\":1", "\"seed\":99999999999999999999")))
                .contains("\"seed\"");
        assertThat(refused("compare", COMPARE.replace("\"seed\":1", "\"seed\":-1")))
                .contains("seed");
    }
}
