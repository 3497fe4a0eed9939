package io.github.isotherm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChatCommandIT {
    @Test
    void remembersWhatWasSaid() {
        CommandLineRun run = CommandLineRun.with(
                "My name is Klaus\n\nWhat is my name?\n", "chat", "-t", "0", "-n", "12", "--seed", "3");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("Klaus"))).isNotEmpty();
        assertThat(run.err())
                .contains("smollm2-135m-instruct")
                .contains("seed 3")
                .contains("temperature=0");
    }

    @Test
    void theSystemMessageChangesTheAnswer() {
        String plain =
                CommandLineRun.with("Hello\n", "chat", "-t", "0", "-n", "12").out();
        String pirate = CommandLineRun.with("Hello\n", "chat", "-t", "0", "-n", "12", "--system", "You are a pirate.")
                .out();
        assertThat(pirate).isNotEqualTo(plain);
    }
}
