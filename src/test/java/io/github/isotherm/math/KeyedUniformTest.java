package io.github.isotherm.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class KeyedUniformTest {
    /** Values of src/test/python/keyed_uniform.py, an implementation of its own. */
    @ParameterizedTest
    @CsvFileSource(resources = "/golden/keyed-uniform.csv")
    void everyKeyGivesItsGoldenNumber(long seed, long sample, long step, long stream, double uniform) {
        assertThat(KeyedUniform.at(seed, sample, step, stream)).isEqualTo(uniform);
    }

    @Test
    void streamZeroDrawsTokens() {
        assertThat(KeyedUniform.at(42, 3, 5)).isEqualTo(KeyedUniform.at(42, 3, 5, 0));
        assertThat(KeyedUniform.at(42, 3, 5, 1)).isNotEqualTo(KeyedUniform.at(42, 3, 5));
    }

    /** Chi-square over 256 cells, 2^18 draws; the bound 341 of 255 degrees is exceeded by chance once in 4,000 seeds. */
    @Test
    void uniformsAreSpreadEvenlyOverStepsSamplesAndSeeds() {
        int[] cells = new int[256];
        for (int seed = 0; seed < 64; seed++) {
            for (int sample = 0; sample < 64; sample++) {
                for (int step = 0; step < 64; step++) {
                    cells[(int) (KeyedUniform.at(seed, sample, step) * 256)]++;
                }
            }
        }
        double chiSquare = 0;
        for (int count : cells) {
            chiSquare += (count - 1024.0) * (count - 1024.0) / 1024;
        }
        assertThat(chiSquare).isBetween(180.0, 341.0);
    }
}
