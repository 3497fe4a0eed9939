package io.github.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.isotherm.compare.Comparison;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.generate.Activations;
import io.github.isotherm.generate.KeyValueType;
import io.github.isotherm.next.TemperatureSweep;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read is what was saved, and what --save cannot have written is refused by name. */
class SavedRunTest {
    private static final ProcessorCatalog STANDARD = ProcessorCatalog.standard();

    private static final SavedModel MODEL = new SavedModel("m", "ab", true, Activations.EXACT, KeyValueType.FLOAT16);

    private static SavedRun run() {
        Comparison comparison = new Comparison(
                STANDARD.parse("top-k=50 > temperature=1"), List.of(0.5, 2.0), 1, 9, 3, List.of("\n"), List.of(17), 1);
        return new SavedRun(MODEL, "This is", List.of(1, 2), comparison, List.of(List.of(3, 4), List.of()));
    }

    private static SavedNext next() {
        TemperatureSweep sweep = new TemperatureSweep(
                STANDARD.parse("top-p=0.9"),
                List.of(0.1),
                2,
                List.of(new TemperatureSweep.Word(" day", List.of(5, 6))),
                1);
        return new SavedNext(
                MODEL,
                "This is",
                List.of(1),
                " to remember",
                true,
                sweep,
                List.of(new SavedNext.Numbers(List.of(7, 8), List.of(0.75, 0.1), List.of(1e-9))));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsReadIsWhatWasSaved() {
        SavedRun again = SavedRun.read(bytes(run().json()), STANDARD);
        assertThat(again.json()).isEqualTo(run().json());
        assertThat(again.model()).isEqualTo(MODEL);
        assertThat(again.comparison().temperatures()).containsExactly(0.5, 2.0);
        assertThat(again.comparison().chain()).hasToString("top-k=50 > temperature=1");
        assertThat(again.comparison().stopStrings()).containsExactly("\n");
        assertThat(again.comparison().stopTokenIds()).containsExactly(17);
        assertThat(again.tokens()).containsExactly(List.of(3, 4), List.of());
        SavedNext numbers = SavedNext.read(bytes(next().json()), STANDARD);
        assertThat(numbers.json()).isEqualTo(next().json());
        assertThat(numbers.suffix()).isEqualTo(" to remember");
        assertThat(numbers.chosen()).isTrue();
        assertThat(numbers.sweep().words().get(0).ids()).containsExactly(5, 6);
        assertThat(numbers.numbers().get(0).words()).containsExactly(1e-9);
    }

    @Test
    void activationsComeBackAndWereFastBeforeTheyCouldBeChosen() {
        String run = run().json();
        assertThat(SavedRun.read(bytes(run), STANDARD).model().activations()).isEqualTo(Activations.EXACT);
        String before = run.replace("\"activations\":\"exact\",", "");
        assertThat(before).isNotEqualTo(run);
        assertThat(SavedRun.read(bytes(before), STANDARD).model().activations()).isEqualTo(Activations.FAST);
    }

    @Test
    void stopIdsAreNoneWhereARunWasSavedBeforeThereWereAny() {
        String before = run().json().replace("\"stop_token_ids\":[17],", "");
        assertThat(before).isNotEqualTo(run().json());
        assertThat(SavedRun.read(bytes(before), STANDARD).comparison().stopTokenIds())
                .isEmpty();
        refused(run().json().replace("[17]", "[\"a\"]"), "\"stop_token_ids\" has \"a\"");
    }

    @Test
    void whatWasNotSavedIsRefusedByName() {
        String run = run().json();
        refused("{", "is not JSON");
        refused("[]", "JSON but no object");
        refused(run.replace("\"as_is\":true", "\"as_is\":1"), "\"as_is\" has 1");
        refused(run.replace("\"as_is\":true,", ""), "has no \"as_is\"");
        refused(run.replace("\"activations\":\"exact\"", "\"activations\":\"int8\""), "one of exact, fast, float");
        refused(run.replace("\"activations\":\"exact\"", "\"activations\":1"), "\"activations\" has 1");
        refused(run.replace("\"compare\"", "\"next\""), "one of next");
        refused(run.replace("\"seed\":9", "\"seed\":\"9\""), "\"seed\" has \"9\"");
        refused(run.replace("\"samples\":1", "\"samples\":1.5"), "\"samples\" has 1.5");
        refused(run.replace("[0.5,2.0]", "[\"hot\",2.0]"), "\"temperatures\" has \"hot\"");
        refused(run.replace("[0.5,2.0]", "[-1,2.0]"), "-1");
        refused(run.replace("[[3,4],[]]", "[[3,4]]"), "1 completions instead of 2");
        refused(run.replace("top-k=50", "top-z=50"), "top-z");
        String next = next().json();
        assertThatThrownBy(() -> SavedNext.read(bytes(run), STANDARD)).hasMessageContaining("one of compare");
        assertThatThrownBy(() -> SavedNext.read(bytes(next.replace("[0.1]", "[0.1,1]")), STANDARD))
                .hasMessageContaining("1 distributions for 2 temperatures");
    }

    private static void refused(String json, String sentence) {
        assertThatThrownBy(() -> SavedRun.read(bytes(json), STANDARD))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(sentence);
    }
}
