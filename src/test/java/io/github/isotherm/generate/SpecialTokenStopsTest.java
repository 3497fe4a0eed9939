package io.github.isotherm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.sampling.ProcessorChain;
import io.github.isotherm.sampling.processors.Temperature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecialTokenStopsTest {
    private static final MarkedBytes TEXT = MarkedBytes.of("<|im_start|>", "<|im_end|>", "[TOOL_CALLS]");

    private final List<String> pieces = new ArrayList<>();

    private GenerationResult run(MarkedBytes text, int[] said, List<String> stops) {
        pieces.clear();
        GenerationRequest request = GenerationRequest.of('>')
                .chain(ProcessorChain.of(new Temperature(0)))
                .maxTokens(said.length)
                .stopStrings(stops)
                .build();
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onText(String piece) {
                pieces.add(piece);
            }
        };
        ScriptedModel model = ScriptedModel.saying(text.size(), 1, said);
        try (Scheduler scheduler = new Scheduler(model, text, text, System::nanoTime, SchedulerOptions.defaults())) {
            GenerationResult result = scheduler
                    .generate(request, listener, new Cancellation())
                    .await()
                    .completions()
                    .get(0);
            assertThat(String.join("", pieces)).isEqualTo(result.text());
            return result;
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = ';',
            value = {
                "one<|im_start|>two ; '<|im_start|>' ; one ; STOP",
                "one<|im_end|> two ; '<|im_end|> t' ; one ; STOP",
                "one<|im_end|>two ; 'e<|im_end|>t' ; on ; STOP",
                "one<|im_end|>two ; 'onetw' ; '' ; STOP",
                "o<|im_end|><|im_end|>n ; '<|im_end|>n' ; o ; STOP",
                "one<|im_end|>two ; 'im' ; onetwo ; LENGTH",
                "one<|im_end|>two ; '|>two' ; onetwo ; LENGTH",
                "one<|im_end|>two ; 'e<|im' ; onetwo ; LENGTH",
                "one<|im_end|>two ; '<|im_start|>' ; onetwo ; LENGTH"
            })
    void aStopIsASpecialTokenOrTextOrBoth(String said, String stop, String text, FinishReason why) {
        GenerationResult result = run(TEXT, TEXT.encode(said), List.of(stop));
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.finishReason()).isEqualTo(why);
    }

    @Test
    void theNameSpeltInOrdinaryTextStopsToo() {
        GenerationResult result = run(TEXT, new ByteCodec().encode("one<|im_end|>two"), List.of("<|im_end|>"));
        assertThat(result.text()).isEqualTo("one");
        assertThat(result.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void programsReadTheSpecialTokensThatPeopleDoNot() {
        GenerationResult result = run(TEXT, TEXT.encode("a [TOOL_CALLS]b<|im_end|><|im_start|> c"), List.of());
        assertThat(result.text()).isEqualTo("a b c");
        assertThat(result.marked().whole()).isEqualTo("a [TOOL_CALLS]b<|im_end|><|im_start|> c");
        assertThat(result.marked().plain(1, 17)).isEqualTo(" b");
        assertThat(result.marked().marks())
                .containsExactly(new MarkedText.Mark(2, 14), new MarkedText.Mark(15, 25), new MarkedText.Mark(25, 37));
    }

    @Test
    void whatLooksLikeAStopIsGivenOnceItIsNone() {
        run(TEXT, TEXT.encode("a<|im_start|>bc"), List.of("<|im_start|>bd"));
        assertThat(pieces).containsExactly("a", "bc");
        run(TEXT, TEXT.encode("ax<|im_start|>yc"), List.of("xyz"));
        assertThat(pieces).containsExactly("a", "xyc");
    }

    /** Against all places tried after every token, over random texts, special tokens and stops of three characters. */
    @Test
    void stopsAreThoseThatTryingEveryPlaceFinds() {
        MarkedBytes text = MarkedBytes.of("ab", "ba", "a");
        Random random = new Random(16);
        String[] tokens = {"a", "b", "c"};
        int stopped = 0;
        for (int round = 0; round < 1500; round++) {
            int[] said = IntStream.range(0, 12)
                    .map(i -> random.nextInt(3) == 0
                            ? ByteCodec.SIZE + random.nextInt(3)
                            : tokens[random.nextInt(3)].charAt(0))
                    .toArray();
            List<String> stops = IntStream.range(0, 1 + random.nextInt(2))
                    .mapToObj(i -> random.ints(2 + random.nextInt(3), 0, 3)
                            .mapToObj(c -> tokens[c])
                            .reduce("", String::concat))
                    .toList();
            GenerationResult result = run(text, said, stops);
            String expected = cutByTrying(text, said, stops);
            assertThat(result.text())
                    .as("%s at %s", Arrays.toString(said), stops)
                    .isEqualTo(expected);
            stopped += result.finishReason() == FinishReason.STOP ? 1 : 0;
        }
        assertThat(stopped).isBetween(300, 1400);
    }

    private static String cutByTrying(MarkedBytes text, int[] said, List<String> stops) {
        for (int count = 1; count <= said.length; count++) {
            List<String> parts =
                    Arrays.stream(said, 0, count).mapToObj(text::text).toList();
            for (int from = 0; from < parts.size(); from++) {
                for (String stop : stops) {
                    String cut = cutAt(text, said, parts, from, stop);
                    if (cut != null) {
                        return cut;
                    }
                }
            }
        }
        return text.decode(said);
    }

    /** Tokens are one character or special here, so a stop begins and ends with tokens. */
    @org.jspecify.annotations.Nullable
    private static String cutAt(MarkedBytes text, int[] said, List<String> parts, int from, String stop) {
        StringBuilder whole = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        boolean visible = !text.isSpecial(said[from]);
        for (int i = from; i < parts.size(); i++) {
            whole.append(parts.get(i));
            plain.append(text.isSpecial(said[i]) ? "" : parts.get(i));
            if (whole.toString().equals(stop) || (visible && plain.toString().equals(stop))) {
                return text.decode(Arrays.copyOf(said, from));
            }
        }
        return null;
    }
}
