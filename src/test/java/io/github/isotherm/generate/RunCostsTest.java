package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCostsTest {
    private static void add(RunCosts costs, int rows, int guessed, long nanos) {
        for (int i = 0; i < 60; i++) {
            costs.add(rows, guessed, nanos);
        }
    }

    @Test
    void learnsWhatRunsTake() {
        RunCosts costs = new RunCosts();
        add(costs, 1, 0, 1000);
        add(costs, 1, 1, 1150);
        add(costs, 1, 4, 2000);
        assertThat(costs.of(1, 1)).isCloseTo(1.15, within(0.01));
        assertThat(costs.of(1, 4)).isCloseTo(2, within(0.01));
        assertThat(costs.of(1, 8)).isCloseTo(3, within(0.01));
    }

    @Test
    void followsStepsThatGetLonger() {
        RunCosts costs = new RunCosts();
        add(costs, 1, 0, 1000);
        add(costs, 1, 2, 2000);
        assertThat(costs.of(1, 2)).isCloseTo(2, within(0.01));
        add(costs, 1, 0, 4000);
        add(costs, 1, 2, 5000);
        assertThat(costs.of(1, 2)).isCloseTo(1.25, within(0.01));
    }

    @Test
    void rowsAreLearntApart() {
        RunCosts costs = new RunCosts();
        double before = costs.of(4, 1);
        add(costs, 1, 0, 1000);
        add(costs, 1, 1, 2000);
        assertThat(costs.of(4, 1)).isEqualTo(before);
        assertThat(costs.of(1, 1)).isCloseTo(2, within(0.01));
    }

    /** A token more of a run of many costs a small part of it. */
    @ParameterizedTest
    @CsvSource({"1, 0.45", "2, 0.31", "8, 0.108", "200, 0.0153"})
    void assumesThatATokenCostsWhatARowDoes(int rows, double each) {
        assertThat(new RunCosts().of(rows, 1) - 1).isCloseTo(each, within(0.001));
        assertThat(new RunCosts().of(rows, 3) - 1).isCloseTo(3 * each, within(0.003));
    }

    /** A clock that nobody counts, and a pause of the machine, teach little or nothing. */
    @Test
    void isNotLedAstray() {
        RunCosts costs = new RunCosts();
        add(costs, 1, 0, 0);
        add(costs, 1, 1, 0);
        assertThat(costs.of(1, 1)).isEqualTo(1.45);
        add(costs, 1, 0, 1000);
        costs.add(1, 1, 1_000_000_000);
        assertThat(costs.of(1, 1)).isLessThan(1.55);
        costs.add(1, 1, 1);
        assertThat(costs.of(1, 1)).isBetween(1.3, 1.5);
    }
}
