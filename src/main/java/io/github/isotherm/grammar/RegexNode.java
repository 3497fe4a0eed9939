package io.github.isotherm.grammar;

import java.util.List;

/** A part of a regular expression as it is written. */
sealed interface RegexNode {
    /** Whether it says something about what is before or behind it, besides what it is itself. */
    boolean asserts();

    /** One character. */
    record Characters(CodePoints set) implements RegexNode {
        @Override
        public boolean asserts() {
            return false;
        }
    }

    /** One after the other; none is the empty text. */
    record Sequence(List<RegexNode> parts, boolean asserts) implements RegexNode {
        static RegexNode of(List<RegexNode> parts) {
            return parts.size() == 1
                    ? parts.get(0)
                    : new Sequence(parts, parts.stream().anyMatch(RegexNode::asserts));
        }
    }

    /** Any of them. */
    record Alternatives(List<RegexNode> parts, boolean asserts) implements RegexNode {
        static RegexNode of(List<RegexNode> parts) {
            return parts.size() == 1
                    ? parts.get(0)
                    : new Alternatives(parts, parts.stream().anyMatch(RegexNode::asserts));
        }
    }

    /** So many times; {@link Expressions#UNBOUNDED} for any number. */
    record Repeated(RegexNode part, int min, int max, boolean asserts) implements RegexNode {
        static RegexNode of(RegexNode part, int min, int max) {
            return new Repeated(part, min, max, part.asserts());
        }
    }

    /** Nothing, at a place of a kind. */
    enum Place implements RegexNode {
        START,
        END,
        WORD_BOUNDARY,
        NO_WORD_BOUNDARY;

        @Override
        public boolean asserts() {
            return true;
        }
    }

    /** Nothing, where something follows, or does not. */
    record Ahead(RegexNode what, boolean negative) implements RegexNode {
        @Override
        public boolean asserts() {
            return true;
        }
    }

    /** Nothing, where such a character is before it, or is not. */
    record Behind(CodePoints what, boolean negative) implements RegexNode {
        @Override
        public boolean asserts() {
            return true;
        }
    }
}
