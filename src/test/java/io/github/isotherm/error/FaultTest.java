package io.github.isotherm.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(new InvalidValueException("It is 3."), Fault.Kind.VALUE, "It is 3."),
                Arguments.of(new CompletionException(new ModelException("No.")), Fault.Kind.FAILED, "No."),
                Arguments.of(new StackOverflowError(), Fault.Kind.VALUE, "What was given is nested too deeply"),
                Arguments.of(new OutOfMemoryError("Java heap space"), Fault.Kind.MEMORY, "Java's memory of "),
                Arguments.of(
                        new OutOfMemoryError("unable to create native thread: possibly out of memory"),
                        Fault.Kind.MEMORY,
                        "The system allows this process no more threads"),
                Arguments.of(
                        new InvalidPathException("modèle", "Malformed input"),
                        Fault.Kind.VALUE,
                        "The path \"modèle\" has letters that the locale"),
                Arguments.of(
                        new InvalidPathException("a\0b", "Nul character not allowed"),
                        Fault.Kind.VALUE,
                        "\"a\\x00b\" cannot be the path of a file"),
                Arguments.of(
                        new UncheckedIOException(new IOException("Is a directory")),
                        Fault.Kind.FAILED,
                        "A file or a stream cannot be read or written (Is a directory)."),
                Arguments.of(
                        new NoSuchFileException("/no/such"),
                        Fault.Kind.FAILED,
                        "A file or a stream cannot be read or written (there is no /no/such)."),
                Arguments.of(
                        new AccessDeniedException("/secret"),
                        Fault.Kind.FAILED,
                        "A file or a stream cannot be read or written (no access to /secret)."),
                Arguments.of(
                        new NoSuchMethodError("x.y()"),
                        Fault.Kind.UNEXPECTED,
                        "A class that isotherm needs is missing or does not fit (x.y())"),
                Arguments.of(
                        new IllegalStateException("odd\nness"),
                        Fault.Kind.UNEXPECTED,
                        "An error inside isotherm, odd\\nness; look here."),
                Arguments.of(new NullPointerException(), Fault.Kind.UNEXPECTED, "An error inside isotherm, "));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void everythingThatIsThrownIsOneSentenceWithoutAClass(Throwable thrown, Fault.Kind kind, String begin) {
        Fault fault = Fault.of(thrown, "look here");
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.sentence().text())
                .startsWith(begin)
                .endsWith(".")
                .doesNotContain("Exception", "java.", "\n", "Error:");
    }

    @Test
    void whatSomebodyElsesCodeThrowsIsToldAsItsOwn() {
        IllegalStateException theirs = new IllegalStateException("boom.");
        assertThatThrownBy(() -> UserCodeException.running("The processor boost", FaultTest.class, () -> {
                    throw theirs;
                }))
                .isInstanceOf(UserCodeException.class)
                .hasMessage("The processor boost (io.github.isotherm.error.FaultTest) failed: boom; that is code which"
                        + " isotherm was given, so look for the cause there.")
                .hasCause(theirs);
    }

    /** Kotlin and Groovy throw what they like. */
    @Test
    void errorsAndCheckedExceptionsAreTheirsToo() {
        for (Throwable theirs :
                new Throwable[] {new AssertionError(), new IOException("disk"), new StackOverflowError()}) {
            assertThatThrownBy(() -> UserCodeException.running("X", FaultTest.class, () -> FaultTest.sneak(theirs)))
                    .isInstanceOf(UserCodeException.class)
                    .hasCause(theirs);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void whatIsothermSaysInsideSomebodyElsesCodeStaysAsItIs() {
        ClosedException ours = new ClosedException("The model");
        assertThatThrownBy(() -> UserCodeException.running("X", FaultTest.class, () -> {
                    throw ours;
                }))
                .isSameAs(ours);
    }

    @Test
    void whatWasAskedHasNoPartInWhatMayPass() {
        List<Throwable> passing = List.of(
                new OutOfMemoryError("of a test"),
                new NoClassDefFoundError("of a test"),
                new ClosedException("The model"),
                new BusyException(1),
                new CancelledException(),
                new CompletionException(new CancelledException()));
        List<Throwable> lasting = List.of(
                new StackOverflowError(),
                new InvalidValueException("of a test"),
                new IllegalStateException("of a test"),
                new CompletionException(new InvalidValueException("of a test")));
        assertThat(passing).allMatch(Fault::mayPass);
        assertThat(lasting).noneMatch(Fault::mayPass);
    }
}
