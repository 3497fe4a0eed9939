package io.github.isotherm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenSequenceTest {
    @Test
    void growsAsTokensAreAdded() {
        TokenBuffer tokens = new TokenBuffer();
        for (int id = 0; id < 100; id++) {
            tokens.add(id);
        }
        assertThat(tokens.size()).isEqualTo(100);
        assertThat(tokens.get(99)).isEqualTo(99);
        assertThat(tokens.toArray()).hasSize(100);
    }

    @Test
    void refusesIndicesOutsideOfIt() {
        TokenSequence tokens = TokenSequence.of(4, 5);
        assertThatThrownBy(() -> tokens.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tokens.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(tokens).hasToString("[4, 5]");
    }

    @Test
    void viewsCopyOneByOneByDefault() {
        TokenSequence squares = new TokenSequence() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public int get(int index) {
                return index * index;
            }
        };
        assertThat(squares.toArray()).containsExactly(0, 1, 4);
    }

    @Test
    void aHistoryIsPromptAndCompletion() {
        StepContext context = StepContext.builder()
                .prompt(TokenSequence.of(7, 8))
                .generated(TokenSequence.of(9))
                .endOfSequence(2, 3)
                .vocabulary(null)
                .seed(5, 1)
                .build();
        assertThat(context.historySize()).isEqualTo(3);
        assertThat(context.history(1)).isEqualTo(8);
        assertThat(context.history(2)).isEqualTo(9);
        assertThat(context.step()).isEqualTo(1);
        assertThat(context.sample()).isEqualTo(1);
        assertThat(context.vocabulary()).isNull();
        assertThat(context.endOfSequence().toArray()).containsExactly(2, 3);
        assertThat(context.generated().size()).isEqualTo(1);
    }
}
