package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.sampling.catalog.HalfCut;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SamplingOptionsTest {
    private final SamplingOptions options =
            new SamplingOptions(ProcessorCatalog.standard().with(HalfCut.TYPE));
    private final CommandSpec command = CommandSpec.create();

    private String chain(String... arguments) {
        options.addTo(command, true);
        new CommandLine(command).parseArgs(arguments);
        return options.chainAlone().toString();
    }

    @Test
    void aRowOfTheCatalogIsAnOptionWithItsPlace() {
        assertThat(chain("--half-cut", "0.25", "--top-k", "5", "--order", "llama-cpp"))
                .isEqualTo("half-cut(floor=0.25, min-keep=1) > top-k=5");
    }

    @Test
    void itsHelpSaysWhatTheRowSays() {
        options.addTo(command, true);
        assertThat(command.findOption("--half-cut").description())
                .containsExactly(
                        "Keeps tokens of at least the probability floor. floor is in [0, 1] (default 0); min-keep is"
                                + " whole, at least 1 (default 1). 0 is off. Several: \"(floor=0.1, …)\".");
    }

    @Test
    void itStandsInAChainByName() {
        assertThat(chain("--chain", "half-cut=0.5 > temperature=2"))
                .isEqualTo("half-cut(floor=0.5, min-keep=1) > temperature=2");
    }

    @Test
    void bracketsWithoutEndAreRefused() {
        for (String open : new String[] {"[", "{1:", "[[{a:"}) {
            String chain = "top-k=" + open.repeat(20_000);
            assertThatThrownBy(() -> ProcessorCatalog.standard().parse(chain))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("deeper than 32");
        }
    }
}
