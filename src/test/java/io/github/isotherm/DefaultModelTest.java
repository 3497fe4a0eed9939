package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a library user gets who names no model, in processes of their own as the environment is theirs. */
class DefaultModelTest {
    private static final String FIXTURE = "src/test/resources/fixtures/tiny-gqa";

    /** Says where the model is. */
    public static final class Asking {
        private Asking() {}

        /**
         * Prints it, or why it is not found.
         *
         * @param args none
         */
        public static void main(String[] args) {
            try {
                System.out.println(LocalModel.defaultFolder());
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String told(String variable) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JavaProgram.with(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Asking.class.getName()));
        builder.environment().put("ISOTHERM_MODEL", variable);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    @Test
    void theEnvironmentNamesTheModelOfTheLibraryToo() throws Exception {
        assertThat(told(FIXTURE)).isEqualTo(Path.of(FIXTURE).toString());
        assertThat(told("")).isEqualTo(LocalModel.bundledFolder().toString());
        assertThat(told("no/such/folder/at/all"))
                .isEqualTo(
                        "There is no model folder \"no/such/folder/at/all\", which ISOTHERM_MODEL names; give the folder"
                                + " that holds model.onnx.");
    }
}
