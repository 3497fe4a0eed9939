package io.github.isotherm.examples;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.grammar.Matcher;
import io.github.isotherm.grammar.TokenSet;
import io.github.isotherm.grammar.TokenTrie;
import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.stream.IntStream;

/** A constraint of the user's own. */
public final class CustomConstraintExample {
    private CustomConstraintExample() {}

    // tag::example
    /** A number of so many digits whose last one is its check digit (Luhn). */
    static final class CheckedNumber implements Matcher {
        private final TokenTrie vocabulary;
        private final int length;
        private int digits;
        private int sum;

        CheckedNumber(TokenTrie vocabulary, int length) {
            this.vocabulary = vocabulary;
            this.length = length;
        }

        @Override
        public Matcher copy() {
            CheckedNumber copy = new CheckedNumber(vocabulary, length);
            copy.digits = digits;
            copy.sum = sum;
            return copy;
        }

        @Override
        public boolean accept(int token) {
            int sumThen = sum;
            int at = digits;
            for (byte b : vocabulary.bytes(token)) {
                int digit = b - '0';
                if (digit < 0 || digit > 9 || at == length) {
                    return false;
                }
                int doubled = (length - at) % 2 == 0 ? 2 * digit : digit;
                sumThen += doubled > 9 ? doubled - 9 : doubled;
                at++;
            }
            if (at == digits || (at == length && sumThen % 10 != 0)) {
                return false; // no text, or a wrong check digit
            }
            digits = at;
            sum = sumThen;
            return true;
        }

        @Override
        public TokenSet allowed(int tokensLeft) {
            return TokenSet.where(vocabulary.vocabularySize(), token -> {
                CheckedNumber behind = (CheckedNumber) copy();
                return behind.accept(token) && behind.leastTokens() < tokensLeft;
            });
        }

        @Override
        public boolean mayEnd() {
            return digits == length;
        }

        @Override
        public int leastTokens() {
            return length - digits; // each digit is a token
        }
    }

    public static void main(String[] args) {
        TextConstraint checked = vocabulary -> new CheckedNumber(vocabulary, 8);
        try (LocalModel model = LocalModel.openBundled()) {
            ProcessorChain chain =
                    ProcessorChain.EMPTY.then("check-digit", checked).then(new Temperature(1));
            IntStream.range(0, 3)
                    .forEach(seed -> System.out.println(model.complete(
                                    "The customer's number is ",
                                    CompletionOptions.defaults().chain(chain).seed((long) seed))
                            .text()));
        }
    }
    // end::example
}
