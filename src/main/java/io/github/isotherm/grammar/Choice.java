package io.github.isotherm.grammar;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of some texts: a tree of their bytes, in which equal ends are one. */
public final class Choice {
    private final Expressions table;
    private final List<Node> path = new ArrayList<>();

    private Choice(Expressions table) {
        this.table = table;
    }

    /**
     * Any of some texts.
     *
     * @param texts one or more, as UTF-8; equal ones count once
     * @param table makes the expressions
     * @return the language of these texts
     * @throws GrammarException where there is none, or half of a pair of surrogates is in one
     * @throws GrammarLimitException where they take more than the table's limits allow
     */
    public static Expression of(List<String> texts, Expressions table) {
        if (texts.isEmpty()) {
            throw new GrammarException("The choice has no texts, and needs one or more; give some.", "choice", "");
        }
        List<byte[]> sorted = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            sorted.add(bytes(texts.get(i), i));
        }
        sorted.sort(Arrays::compareUnsigned);
        return new Choice(table).tree(sorted);
    }

    /**
     * A grammar of some texts.
     *
     * @param texts one or more, as UTF-8; equal ones count once
     * @param limits how much it may take
     * @return the grammar
     * @throws GrammarException as {@link #of}
     * @throws GrammarLimitException as {@link #of}
     */
    public static Grammar grammar(List<String> texts, GrammarLimits limits) {
        Grammar.Builder builder = Grammar.builder(limits);
        return builder.build(builder.expression(of(texts, builder.expressions())));
    }

    private static byte[] bytes(String text, int index) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException half) {
            throw new GrammarException(
                    "Text " + (index + 1) + " of the choice has half of a pair of surrogates, which UTF-8 cannot write;"
                            + " write whole characters.",
                    "choice",
                    "text " + (index + 1));
        }
    }

    private Expression tree(List<byte[]> sorted) {
        path.add(new Node(0));
        byte[] before = {};
        for (byte[] text : sorted) {
            int mismatch = Arrays.mismatch(before, text);
            close(mismatch < 0 ? text.length : mismatch);
            for (int i = path.size() - 1; i < text.length; i++) {
                path.add(new Node(text[i] & 0xFF));
            }
            path.get(text.length).ends = true;
            before = text;
        }
        close(0);
        return path.get(0).expression(table);
    }

    /** Nothing more comes below a depth. */
    private void close(int depth) {
        for (int at = path.size() - 1; at > depth; at--) {
            Node closed = path.remove(at);
            path.get(at - 1).below.merge(closed.expression(table), ByteSet.of(closed.value), ByteSet::or);
        }
    }

    /** A beginning of texts. */
    private static final class Node {
        private final int value;
        private final Map<Expression, ByteSet> below = new LinkedHashMap<>();
        private boolean ends;

        Node(int value) {
            this.value = value;
        }

        Expression expression(Expressions table) {
            List<Expression> parts = new ArrayList<>();
            if (ends) {
                parts.add(table.empty());
            }
            below.forEach((rest, bytes) -> parts.add(table.then(table.bytes(bytes), rest)));
            return table.either(parts);
        }
    }
}
