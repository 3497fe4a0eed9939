package io.github.isotherm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.error.BusyException;
import io.github.isotherm.error.CancelledException;
import io.github.isotherm.error.ClosedException;
import io.github.isotherm.error.ContextLengthException;
import io.github.isotherm.error.InvalidValueException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowAnswerTest {
    static Stream<Throwable> noRowIsGuiltyOf() {
        return Stream.of(
                new ClosedException("the model"),
                new CancelledException(),
                new BusyException(3),
                new OutOfMemoryError("none left"),
                new NoClassDefFoundError("a/Missing"));
    }

    @ParameterizedTest
    @MethodSource
    void noRowIsGuiltyOf(Throwable failure) {
        assertThatThrownBy(() -> RowAnswer.failed(new CompletionException(failure)))
                .isSameAs(failure);
        assertThatThrownBy(() -> RowAnswer.failed(failure)).isSameAs(failure);
    }

    @Test
    void whatIsWrongWithARowIsItsError() {
        assertThat(RowAnswer.failed(new CompletionException(new InvalidValueException("k is 3.")))
                        .error())
                .isEqualTo("k is 3.");
        assertThat(RowAnswer.failed(new ContextLengthException(70, 3, 64)).error())
                .contains("64");
        assertThat(RowAnswer.failed(new StackOverflowError()).error()).endsWith(".");
    }
}
