package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.LocalModel;
import io.github.isotherm.ModelParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code serve} refuses before it listens. */
class ServeCommandTest {
    private static final String MODEL = "src/test/resources/fixtures/tiny-gqa";

    private static CommandLineRun serve(Map<String, String> environment, String... options) {
        return CommandLineRun.with(
                environment,
                "",
                Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new));
    }

    private static void isRefused(CommandLineRun run, int code, String sentence) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(sentence).hasLineCount(1).startsWith("isotherm: ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--host 0.0.0.0; --host is 0.0.0.0, which other computers can reach, so an --api-key",
                "--cors *; --cors is *, with which every page",
                "--cors example.org; --cors is \"example.org\" but must be * or a site",
                "--api-key short; --api-key is of 5 characters but must be at least 16 characters long",
                "--port 70000; --port is 70000 but must be from 0 (any free one) to 65535",
                "--port many; '--port': 'many' is not a whole number",
                "--rows 0; --rows is 0 but must be a whole number of at least 1",
                "--rows 65; --rows is 65 but must be at most 64",
                "--rows-at-once 65; --rows-at-once is 65 but must be at most 64",
                "--rows 2 --rows-at-once 3; --rows and --rows-at-once say the same; leave one of them out",
                "--logprobs cooked; --logprobs is \"cooked\" but must be raw or processed",
                "--timeout 0; --timeout is 0 but must be a whole number of at least 1",
                "--drain -1; --drain is -1 but must be a whole number of at least 0",
                "--connections 0; --connections is 0 but must be",
                "--connections-per-address 0; --connections-per-address is 0 but must be",
                "--body-size much; --body-size is \"much\" but must be a size of memory above 0 such as 512MB",
                "--body-size 2GB; --body-size is 2GB but must be at most 1023MB",
                "--kv-memory 0; --kv-memory is \"0\" but must be a size of memory above 0",
                "--models-memory -1MB; --models-memory is \"-1MB\" but must be a size of memory above 0",
                "--models-memory 1KB; the 1 MB of --models-memory; allow more, or leave the model out",
                "-m " + MODEL + "; Two models are called tiny-gqa; give one another name, such as --model other=DIR",
                "-m =" + MODEL + "; --model is without a name but must be NAME=DIR"
            })
    void endsWithTwoAndOneSentence(String options, String sentence) {
        isRefused(serve(Map.of(), ("-m " + MODEL + " " + options).split(" ")), 2, sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "one=/nowhere"})
    void aFolderThatIsNotThereIsToldAtOnce(String model) {
        isRefused(serve(Map.of(), "-m", MODEL, "-m", model), 1, "There is no model folder \"/nowhere\"");
    }

    @Test
    void rowsAreHowManyTextsShareARunFromTheStart() {
        assertThat(new ModelOption().engine(3).rows()).isEqualTo(3);
        assertThat(new ModelOption().engine(null).rows()).isEqualTo(1);
        ModelParts parts = ModelParts.open(Path.of(MODEL), new ModelOption().engine(3));
        try (LocalModel opened = LocalModel.of(parts)) {
            assertThat(opened.isIdle()).isTrue();
            assertThat(parts.model().rowsAtOnce()).isEqualTo(3);
        }
    }

    @Test
    void theKeyOfTheEnvironmentIsChecked() {
        isRefused(
                serve(Map.of("ISOTHERM_API_KEY", "a-key-of-24-characters--,short"), "-m", MODEL),
                2,
                "ISOTHERM_API_KEY is of 5 characters");
    }

    @Test
    void aPortInUseIsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            CommandLineRun run = CommandLineRun.of("serve", "-m", MODEL, "--port", port);
            isRefused(run, 1, "Port " + port + " on 127.0.0.1 cannot be used (");
            assertThat(run.err()).contains("choose another one with --port, or --port 0 for any free one.");
        }
    }
}
