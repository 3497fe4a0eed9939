package io.github.isotherm.chat;

import io.github.isotherm.ChatFormat;
import io.github.isotherm.chat.TemplateTurns.Probe;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.error.ModelException;
import io.github.isotherm.generate.MarkedText;
import io.github.isotherm.grammar.GrammarException;
import io.github.isotherm.grammar.schema.JsonReader;
import io.github.isotherm.grammar.schema.JsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a chat template writes calls. It is asked: conversations with one call and with two are rendered, and what stands around
 * their names and arguments is the frame.
 *
 * <p>There is none where a template writes no calls, or where {@link AnswerReader} would not read what it writes. Ids of calls
 * are left out, unless the name stands in them alone: models are not asked for them.
 */
final class TemplateFrame {
    private static final Map<ChatFormat, Optional<CallFrame>> KNOWN = new WeakHashMap<>();

    static final List<String> NAMES = List.of("zqprobefirst", "zqprobesecond");
    private static final List<String> IDS = List.of("zq7call01", "zq7call02");
    static final String KEY = "zqkey";

    private static final String ANY_ID = "(" + String.join("|", IDS) + ")";
    /** As a member behind others or before them, or behind a marker of its own. */
    private static final String ID_MEMBER =
            ",\\s*\"\\w+\":\\s*\"" + ANY_ID + "\"|\"\\w+\":\\s*\"" + ANY_ID + "\",\\s*|\\[CALL_ID\\]" + ANY_ID;

    /** Between the name and the number of a call in ids that have both. */
    private static final String SIGN = ":";

    static final List<Tool> TOOLS = NAMES.stream()
            .map(name -> new Tool(name, "Probes.", FieldProbe.SCHEMA))
            .toList();

    private final TemplateTurns turns;

    private TemplateFrame(TemplateTurns turns) {
        this.turns = turns;
    }

    /**
     * The frame of a template, found once.
     *
     * @param format the templates of a model
     * @return how it writes calls; empty where that is no frame
     */
    static Optional<CallFrame> of(ChatFormat format) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(format, TemplateFrame::found);
        }
    }

    private static Optional<CallFrame> found(ChatFormat format) {
        List<TemplateTurns> ways = TemplateTurns.ways(format, TOOLS);
        return ways.stream()
                .flatMap(turns -> new TemplateFrame(turns).frames())
                .findFirst()
                .or(() -> tried(() -> told(ways)));
    }

    /** What a template tells the model, where it writes no calls at all. */
    private static Optional<CallFrame> told(List<TemplateTurns> ways) {
        List<Probe> one = probes(1, CallBody.Json.BEHIND_NAME);
        boolean writes = ways.stream().anyMatch(turns -> turns.mentions(one));
        return writes ? Optional.empty() : ToldFrame.of(ways.get(0).prompt());
    }

    private Stream<CallFrame> frames() {
        List<Supplier<Optional<CallFrame>>> bodies = List.of(
                () -> framed(CallBody.Json.BEHIND_NAME),
                () -> framed(CallBody.Json.BEFORE_NAME),
                () -> framed(new CallBody.Counted(SIGN)),
                () -> new FieldProbe(turns).frame());
        return bodies.stream().flatMap(body -> tried(body).stream());
    }

    private static Optional<CallFrame> tried(Supplier<Optional<CallFrame>> body) {
        try {
            return body.get();
        } catch (InvalidValueException | ModelException e) {
            return Optional.empty();
        }
    }

    private Optional<CallFrame> framed(CallBody body) {
        CallParts one = parts(turns.of(probes(1, body)), 1, body);
        CallParts two = one == null ? null : parts(turns.ofIfAny(probes(2, body)), 2, body);
        return one == null ? Optional.empty() : readable(one.frame(two).with(body), "{\"" + KEY + "\":\"some\"}");
    }

    private static List<Probe> probes(int calls, CallBody body) {
        return IntStream.range(0, calls)
                .mapToObj(i -> new Probe(
                        body instanceof CallBody.Counted ? "functions." + NAMES.get(i) + SIGN + i : IDS.get(i),
                        NAMES.get(i),
                        Map.of(KEY, NAMES.get(i))))
                .toList();
    }

    /** A frame, where calls with some arguments are read as they are written in it. */
    static Optional<CallFrame> readable(CallFrame frame, String arguments) {
        List<ToolCall> calls = NAMES.stream()
                .limit(frame.between() == null ? 1 : 2)
                .map(name -> new ToolCall(null, name, JsonWriter.text(JsonReader.read(arguments))))
                .toList();
        Answer read = AnswerReader.read(MarkedText.of(frame.written(calls)), TOOLS, null);
        List<ToolCall> plain = read.calls().stream()
                .map(call -> new ToolCall(null, call.name(), call.arguments()))
                .toList();
        return plain.equals(calls) && read.text().isEmpty() ? Optional.of(frame) : Optional.empty();
    }

    /** What stands around some calls; null where they are not all written so. */
    private static @Nullable CallParts parts(@Nullable String turn, int calls, CallBody body) {
        if (turn == null) {
            return null;
        }
        String[] around = new String[2 * calls + 1];
        int from = 0;
        for (int i = 0; i < calls; i++) {
            int[] places = places(turn, from, NAMES.get(i), body);
            if (places == null) {
                return null;
            }
            around[2 * i] = turn.substring(from, places[0]);
            around[2 * i + 1] = turn.substring(places[1], places[2]);
            if (body instanceof CallBody.Counted counted) {
                String number = counted.sign() + i;
                if (!around[2 * i + 1].startsWith(number)) {
                    return null;
                }
                around[2 * i + 1] = around[2 * i + 1].substring(number.length());
            }
            from = places[3];
        }
        around[2 * calls] = turn.substring(from);
        return literal(around);
    }

    /** Beginning and end of the name and of the arguments, or the other way round. */
    private static int @Nullable [] places(String turn, int from, String name, CallBody body) {
        if (body == CallBody.Json.BEFORE_NAME) {
            int[] arguments = arguments(turn, from, name);
            int at = arguments == null ? -1 : turn.indexOf(name, arguments[1]);
            return arguments == null || at < 0 ? null : new int[] {arguments[0], arguments[1], at, at + name.length()};
        }
        int at = turn.indexOf(name, from);
        int[] arguments = at < 0 ? null : arguments(turn, at + name.length(), name);
        return arguments == null ? null : new int[] {at, at + name.length(), arguments[0], arguments[1]};
    }

    /** Parts in which nothing of a probe is left; null where there is something. */
    static @Nullable CallParts literal(String... around) {
        List<String> parts = Arrays.stream(around)
                .map(part -> part.replaceAll(ID_MEMBER, ""))
                .toList();
        boolean thinks =
                ThinkingMarks.known().stream().anyMatch(marks -> parts.get(0).contains(marks.opening()));
        boolean literal = parts.stream()
                .noneMatch(part -> Stream.of(NAMES, IDS, List.of(TemplateTurns.PLAIN, KEY))
                        .flatMap(List::stream)
                        .anyMatch(part::contains));
        return literal && !thinks ? new CallParts(parts) : null;
    }

    /** Where the arguments of a call begin and end behind a place. */
    private static int @Nullable [] arguments(String turn, int from, String name) {
        for (int start = turn.indexOf('{', from); start >= 0; start = turn.indexOf('{', start + 1)) {
            for (int end = turn.indexOf('}', start); end >= 0; end = turn.indexOf('}', end + 1)) {
                if (isArguments(turn.substring(start, end + 1), name)) {
                    return new int[] {start, end + 1};
                }
            }
        }
        return null;
    }

    private static boolean isArguments(String json, String name) {
        try {
            return Map.of(KEY, name).equals(JsonReader.read(json));
        } catch (GrammarException e) {
            return false;
        }
    }
}
