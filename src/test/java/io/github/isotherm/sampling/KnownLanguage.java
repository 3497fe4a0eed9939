package io.github.isotherm.sampling;

import io.github.isotherm.grammar.schema.JsonText;
import io.github.isotherm.grammar.schema.SchemaOptions;
import io.github.isotherm.sampling.processors.ChoiceConstraint;
import io.github.isotherm.sampling.processors.GbnfConstraint;
import io.github.isotherm.sampling.processors.JsonSchemaConstraint;
import io.github.isotherm.sampling.processors.RegexConstraint;
import io.github.isotherm.sampling.processors.TextConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A constraint and what its texts and their beginnings are by means that are not its own. */
public record KnownLanguage(TextConstraint constraint, Predicate<String> isWhole, Predicate<String> isBeginning) {
    /** Every character of the languages. */
    private static final String CHARACTERS = "abcdxy019-.{}\": ,trufalsen";

    /** A few of each kind. */
    public static List<KnownLanguage> all() {
        return List.of(
                regex("[a-d]{2,5}x"),
                regex("(ab|abc|cd)*(x|xy)?"),
                regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?"),
                regex("(a|b)*a(a|b){3}"),
                regex("[^a]*a[^ab]?"),
                choice("yes", "true", "trua", "truant", "ab", "abc", "a"),
                choice("false", "f"),
                like(new GbnfConstraint("root ::= \"a\" (\"b\" | \"cd\")* \"d\"?"), "a(b|cd)*d?"),
                like(
                        new GbnfConstraint("root ::= \"{\" list \"}\"\nlist ::= num (\",\" num)*\nnum ::= [0-9]{1,3}"),
                        "\\{[0-9]{1,3}(,[0-9]{1,3})*\\}"),
                like(
                        JsonSchemaConstraint.of("{\"type\": \"integer\", \"minimum\": 9, \"maximum\": 110}"),
                        "9|[1-9][0-9]|10[0-9]|110"),
                like(JsonSchemaConstraint.of("""
                                {"type": "object",
                                 "properties": {"a": {"type": "boolean"}, "b": {"type": "string", "pattern": "^[xy]{0,2}$"}},
                                 "required": ["a"]}"""), "\\{\"a\": ?(true|false)(, ?\"b\": ?\"[xy]{0,2}\")?\\}"),
                like(
                        JsonSchemaConstraint.of(
                                new JsonText("{\"enum\": [\"ab\", 10, {\"a\": null}, true]}"),
                                new SchemaOptions(
                                        false, SchemaOptions.Order.SCHEMA, SchemaOptions.Whitespace.COMPACT, false)),
                        "\"ab\"|10|\\{\"a\":null\\}|true"));
    }

    private static KnownLanguage regex(String pattern) {
        return like(new RegexConstraint(pattern), pattern);
    }

    private static KnownLanguage like(TextConstraint constraint, String pattern) {
        Pattern known = Pattern.compile(pattern);
        return new KnownLanguage(constraint, text -> known.matcher(text).matches(), text -> {
            Matcher matcher = known.matcher(text);
            return matcher.matches() || matcher.hitEnd();
        });
    }

    private static KnownLanguage choice(String... texts) {
        List<String> all = List.of(texts);
        return new KnownLanguage(
                new ChoiceConstraint(all), all::contains, text -> all.stream().anyMatch(one -> one.startsWith(text)));
    }

    /** All characters, some texts of several and two ids of the same, one of none; the last ends a text. */
    public static String[] vocabulary(Random random) {
        Set<String> several = new TreeSet<>(Set.of("true", "abc", "\": ", "\"b", "}", "{\"", "10"));
        while (several.size() < 90) {
            int length = 2 + random.nextInt(3);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            several.add(text.toString());
        }
        several.addAll(List.of(CHARACTERS.split("")));
        List<String> texts = new ArrayList<>(several);
        texts.addAll(List.of("a", "ab", "", "<special>", "?", "<end>"));
        return texts.toArray(String[]::new);
    }

    /** The ids that may come behind a text, those that end it included. */
    public Set<Integer> allowed(Vocabulary texts, String text, Set<Integer> ends) {
        Set<Integer> allowed = new TreeSet<>();
        for (int id = 0; id < texts.size(); id++) {
            boolean continues = !texts.text(id).isEmpty()
                    && !texts.isSpecial(id)
                    && !ends.contains(id)
                    && isBeginning.test(text + texts.text(id));
            if (continues || (ends.contains(id) && isWhole.test(text))) {
                allowed.add(id);
            }
        }
        return allowed;
    }

    @Override
    public String toString() {
        return constraint.toString();
    }
}
