package io.github.isotherm.chat;

import io.github.isotherm.chat.TemplateTurns.Probe;
import io.github.isotherm.grammar.schema.Fields;
import io.github.isotherm.grammar.schema.Notation;
import io.github.isotherm.grammar.schema.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a chat template writes calls whose arguments stand by themselves: calls with one and two strings, a number, a truth value
 * and an object are rendered.
 *
 * @param turns what it writes
 */
record FieldProbe(TemplateTurns turns) {
    private static final String KEY = TemplateFrame.KEY;
    private static final String OTHER_KEY = "zqlabel";
    private static final String NESTED_KEY = "zqmore";
    private static final String NUMBER_KEY = "zqnumber";
    private static final String FLAG_KEY = "zqyes";
    private static final String INNER_KEY = "zqinner";
    private static final String VALUE = "zqtextone";
    private static final String OTHER_VALUE = "zqtexttwo";
    private static final int NUMBER = 41927;

    /** Of the tools that a template is shown. */
    static final Map<String, Object> SCHEMA = schema();

    private static final String ALL_TYPES = "{\"" + KEY + "\":\"some text\",\"" + NESTED_KEY + "\":{\"" + INNER_KEY
            + "\":[1,true]},\"" + NUMBER_KEY + "\":2.5,\"" + FLAG_KEY + "\":true}";
    private static final String LINE_BREAKS = "{\"" + KEY + "\":\"\\nsome\\n\"}";

    /**
     * What stands around a call's name and the arguments.
     *
     * @param around before the name, before an argument's name, between that and its value, and so on, behind the last value
     */
    private record Around(List<String> around) {
        String at(int place) {
            return around.get(place);
        }

        String last() {
            return around.get(around.size() - 1);
        }
    }

    private static Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(KEY, Map.of("type", "string"));
        properties.put(OTHER_KEY, Map.of("type", "string"));
        properties.put(NESTED_KEY, Map.of("type", "object"));
        properties.put(NUMBER_KEY, Map.of("type", "number"));
        properties.put(FLAG_KEY, Map.of("type", "boolean"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        return schema;
    }

    Optional<CallFrame> frame() {
        Around one = around(Map.of(KEY, VALUE), KEY, VALUE);
        Around number = around(Map.of(NUMBER_KEY, NUMBER), NUMBER_KEY, String.valueOf(NUMBER));
        if (one == null || number == null || !one.at(1).equals(number.at(1))) {
            return Optional.empty();
        }
        boolean quoted = one.at(2).startsWith(number.at(2)) && one.at(3).endsWith(number.at(3));
        return quoted ? framed(one, number) : Optional.empty();
    }

    private Optional<CallFrame> framed(Around one, Around number) {
        String quote = one.at(2).substring(number.at(2).length());
        String closing =
                one.at(3).substring(0, one.at(3).length() - number.at(3).length());
        Map<String, Object> both = new LinkedHashMap<>();
        both.put(KEY, VALUE);
        both.put(OTHER_KEY, OTHER_VALUE);
        Around two = around(both, KEY, VALUE, OTHER_KEY, OTHER_VALUE);
        boolean same = two != null
                && quote.equals(closing)
                && two.at(3).startsWith(quote)
                && two.at(1).equals(one.at(1))
                && two.at(2).equals(one.at(2))
                && two.at(4).equals(one.at(2))
                && two.last().equals(one.last());
        if (two == null || !same) {
            return Optional.empty();
        }
        CallParts single = new CallParts(List.of(number.at(1), number.at(2), number.at(3)));
        CallParts pair = new CallParts(
                List.of(number.at(1), number.at(2), two.at(3).substring(quote.length()), number.at(2), number.at(3)));
        CallFrame list = single.frame(pair);
        return list.between() == null
                ? Optional.empty()
                : fields(list, quote).flatMap(fields -> called(one, list, fields));
    }

    /** What stands around calls, where it is known for arguments. */
    private Optional<CallFrame> called(Around one, CallFrame list, Fields fields) {
        String behind = (fields.bare() == null ? fields.values().quote() : "") + list.after();
        CallParts single = TemplateFrame.literal(one.at(0), list.opening(), list.closing());
        if (single == null) {
            return Optional.empty();
        }
        Probe first = new Probe("", TemplateFrame.NAMES.get(0), Map.of(KEY, VALUE));
        Probe second = new Probe("", TemplateFrame.NAMES.get(1), Map.of(KEY, VALUE));
        Around calls =
                split(turns.ofIfAny(List.of(first, second)), first.name(), KEY, VALUE, second.name(), KEY, VALUE);
        CallParts pair = calls == null || !calls.at(3).startsWith(behind)
                ? null
                : new CallParts(List.of(
                        calls.at(0),
                        list.opening(),
                        calls.at(3).substring(behind.length()),
                        list.opening(),
                        calls.last().startsWith(behind) ? calls.last().substring(behind.length()) : ""));
        CallFrame frame = single.frame(pair).with(new CallBody.Named(fields));
        Optional<CallFrame> whole =
                TemplateFrame.readable(frame, "{}").flatMap(read -> TemplateFrame.readable(read, ALL_TYPES));
        return whole.map(read -> TemplateFrame.readable(read, LINE_BREAKS).isPresent() ? read : trimmed(read, fields));
    }

    private static CallFrame trimmed(CallFrame frame, Fields fields) {
        Fields.Bare bare = fields.bare();
        return bare == null
                ? frame
                : frame.with(
                        new CallBody.Named(with(fields, new Fields.Bare(bare.end(), false, bare.yes(), bare.no()))));
    }

    private static Fields with(Fields fields, Fields.Bare bare) {
        return new Fields(
                fields.beforeName(),
                fields.behindName(),
                fields.behindValue(),
                fields.between(),
                fields.unsafe(),
                fields.values(),
                bare);
    }

    private Optional<Fields> fields(CallFrame list, String quote) {
        boolean python = around(Map.of(FLAG_KEY, true), FLAG_KEY, "True") != null;
        String between = list.between() == null ? "" : list.between();
        if (quote.isEmpty()) {
            String end = list.after().strip();
            Fields.Bare bare = new Fields.Bare(end, true, python ? "True" : "true", python ? "False" : "false");
            return end.length() < 3 || end.lastIndexOf(end.charAt(0)) > 0
                    ? Optional.empty()
                    : Optional.of(fields(list, between, "<>\"", Notation.JSON, bare));
        }
        if (quote.equals("\"") || quote.equals("'")) {
            Spelling spelling = quote.equals("'") ? Spelling.PYTHON_SINGLE : Spelling.PYTHON;
            Notation notation = python
                    ? Notation.python(spelling, quote)
                    : new Notation(spelling, quote, true, "true", "false", "null");
            return Optional.of(fields(list, between, " =,:()[]{}\"'", notation, null));
        }
        Notation notation = new Notation(Spelling.BARE, quote, namesAreQuoted(quote), "true", "false", "null");
        return Optional.of(fields(list, between, ":{},[]" + quote.charAt(0), notation, null));
    }

    private static Fields fields(
            CallFrame list, String between, String unsafe, Notation notation, Fields.@Nullable Bare bare) {
        return new Fields(list.before(), list.infix(), list.after(), between, unsafe, notation, bare);
    }

    private boolean namesAreQuoted(String quote) {
        String turn = turns.ofIfAny(
                List.of(new Probe("", TemplateFrame.NAMES.get(0), Map.of(NESTED_KEY, Map.of(INNER_KEY, NUMBER)))));
        return turn != null && turn.contains(quote + INNER_KEY + quote);
    }

    private @Nullable Around around(Map<String, ?> arguments, String... said) {
        String name = TemplateFrame.NAMES.get(0);
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(List.of(said));
        return split(turns.ofIfAny(List.of(new Probe("", name, arguments))), all.toArray(String[]::new));
    }

    private static @Nullable Around split(@Nullable String turn, String... said) {
        List<String> around = new ArrayList<>();
        int from = 0;
        for (String part : said) {
            int at = turn == null ? -1 : turn.indexOf(part, from);
            if (turn == null || at < 0) {
                return null;
            }
            around.add(turn.substring(from, at));
            from = at + part.length();
        }
        around.add(turn == null ? "" : turn.substring(from));
        return new Around(around);
    }
}
