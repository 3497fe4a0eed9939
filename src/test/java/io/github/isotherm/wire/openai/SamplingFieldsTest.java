package io.github.isotherm.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.isotherm.CompletionOptions;
import io.github.isotherm.sampling.catalog.ProcessorCatalog;
import io.github.isotherm.sampling.catalog.SamplingSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingFieldsTest {
    private static RequestFields fields(String json) {
        return RequestFields.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static CompletionOptions read(String json) {
        RequestFields fields = fields(json);
        CompletionOptions options = SamplingFields.read(fields, ProcessorCatalog.standard());
        fields.end();
        return options;
    }

    private static String chain(String json) {
        return read(json).chainOver(SamplingSettings.NONE).toString();
    }

    private static InvalidRequestException refused(String json) {
        return catchThrowableOfType(InvalidRequestException.class, () -> read(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'temperature':0.7}|temperature=0.7",
                "{'top_k':40}|top-k=40",
                "{'top_k':{'k':40,'keep_ties':true}}|top-k(k=40, keep-ties=true)",
                "{'p_less':true}|p-less",
                "{'p_less':false,'temperature':2}|temperature=2",
                "{'min_p':null,'temperature':2}|temperature=2",
                "{'xtc':{'probability':0.5}}|xtc=0.5",
                "{'frequency_penalty':0.5,'presence_penalty':-1}|frequency-penalty=0.5 > presence-penalty=-1",
                "{'logit_bias':{'7':-100,'8':'-inf'}}|logit-bias={7: -100, 8: -inf}",
                "{'min_tokens':3}|min-new-tokens=3",
                "{'chain':'top-k=2 > temperature=3'}|top-k=2 > temperature=3",
                "{'chain':[{'top_k':2},{'temperature':3}]}|top-k=2 > temperature=3",
                "{'order':'llama-cpp','temperature':2,'top_k':3}|top-k=3 > temperature=2",
                "{'order':'hf','temperature':2,'top_k':3}|temperature=2 > top-k=3"
            })
    void makesTheChainThatAFieldSays(String json, String chain) {
        assertThat(chain(json)).isEqualTo(chain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'grammar':'root ::= \"a\"'}|gbnf",
                "{'regex':'a+'}|regex",
                "{'choice':['a','b']}|choice",
                "{'json_schema':{'type':'string'}}|json-schema"
            })
    void makesAConstraintOfEachWayToSayOne(String json, String name) {
        RequestFields fields = RequestFields.read(
                json.replace("'", "\"").replace("\"a\"\"", "\\\"a\\\"\"").getBytes(StandardCharsets.UTF_8));
        assertThat(SamplingFields.read(fields, ProcessorCatalog.standard())
                        .chainOver(SamplingSettings.NONE)
                        .toString())
                .startsWith(name);
    }

    @Test
    void takesWhatEndsAText() {
        assertThat(read("{'stop':'x'}").stopStrings()).containsExactly("x");
        assertThat(read("{'stop':['x','y','z','1','2']}").stopStrings()).hasSize(5);
        assertThat(read("{}").stopStrings()).isNull();
        assertThat(read("{'stop_token_ids':[3,4]}").stopTokenIds()).isEqualTo(List.of(3, 4));
        assertThat(read("{'timeout':1.5}").timeout()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void takesASeedAsItIsWhereJavaScriptCanAndMixesTheOthers() {
        assertThat(read("{'seed':9007199254740991}").seed()).isEqualTo(9007199254740991L);
        // SplitMix64 that starts at 0 steps by this number, and gives 0x6E789E6AA1B965F4 in its second step.
        assertThat(RequestSeed.of(0x9E3779B97F4A7C15L)).isEqualTo(0x6E789E6AA1B965F4L >>> 11);
        assertThat(RequestSeed.of(-1)).isNotEqualTo(RequestSeed.of(-2));
        assertThat(read("{'seed':-1}").seed()).isEqualTo(RequestSeed.of(-1));
        assertThat(read("{}").seed()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'temperature':-1}|temperature|invalid_value",
                "{'temperature':'warm'}|temperature|invalid_value",
                "{'top_p':1.5}|top_p|invalid_value",
                "{'top_k':{'l':4}}|top_k|invalid_value",
                "{'logit_bias':{'x':1}}|logit_bias|invalid_value",
                "{'logit_bias':3}|logit_bias|invalid_value",
                "{'p_less':3}|p_less|invalid_value",
                "{'stop':3}|stop|invalid_type",
                "{'stop':['a',3]}|stop[1]|invalid_type",
                "{'stop':['']}|stop|invalid_value",
                "{'seed':1.5}|seed|invalid_type",
                "{'seed':9223372036854775808}|seed|invalid_type",
                "{'timeout':0}|timeout|invalid_value",
                "{'stop_token_ids':['a']}|stop_token_ids[0]|invalid_type",
                "{'chain':'top-k=2','temperature':1}|chain|invalid_value",
                "{'chain':'top-k=2','order':'hf'}|order|invalid_value",
                "{'chain':'nonsense'}|chain|invalid_value",
                "{'chain':7}|chain|invalid_value",
                "{'order':'mine'}|order|invalid_value",
                "{'min_tokens':1,'min_new_tokens':2}|min_tokens|invalid_value",
                "{'ignore_eos':true,'min_tokens':2}|ignore_eos|invalid_value",
                "{'tempurature':1}|tempurature|unknown_parameter",
            })
    void namesTheFieldThatIsWrong(String json, String param, String code) {
        InvalidRequestException error = refused(json);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.getMessage()).endsWith(".").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[1]", "7", "{", "{'a':1} x", "{'a':1,'a':2}", "`` "})
    void refusesWhatIsNoObject(String json) {
        InvalidRequestException error = refused(json);
        assertThat(error.param()).isNull();
        assertThat(error.code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @CsvSource({"tempurature,temperature", "top-p,top_p", "toppk,top_k", "min_tokns,min_tokens"})
    void aFieldThatIsMistypedIsToldAsItWasMeant(String typed, String meant) {
        assertThat(refused("{'" + typed + "':1}"))
                .hasMessage("There is no field " + typed + "; did you mean " + meant + "? Else leave it out.");
    }

    @Test
    void aFieldLikeNoneIsToldAllOfThem() {
        assertThat(refused("{'colour':1}"))
                .hasMessageStartingWith("There is no field colour; leave it out, or write one of ")
                .hasMessageContaining("temperature, ");
        assertThat(refused("{'" + "x".repeat(10_000) + "':1}")).hasMessageContaining("leave it out");
    }

    @Test
    void usageIsOnlyForStreamsThatAskForIt() {
        assertThat(StreamOptions.read(fields("{'stream':true}"))).isEqualTo(new StreamOptions(true, false));
        assertThat(StreamOptions.read(fields("{'stream':true,'stream_options':{}}")))
                .isEqualTo(new StreamOptions(true, false));
        assertThat(StreamOptions.read(fields("{'stream':true,'stream_options':{'include_usage':true}}")))
                .isEqualTo(new StreamOptions(true, true));
        InvalidRequestException alone = catchThrowableOfType(
                InvalidRequestException.class, () -> StreamOptions.read(fields("{'stream_options':{}}")));
        assertThat(alone.param()).isEqualTo("stream_options");
        InvalidRequestException unknown = catchThrowableOfType(
                InvalidRequestException.class,
                () -> StreamOptions.read(fields("{'stream':true,'stream_options':{'usage':true}}")));
        assertThat(unknown.param()).isEqualTo("stream_options.usage");
    }

    @Test
    void anErrorHasAllFourFields() {
        assertThat(ErrorReply.of(refused("{'top_p':1.5}"), "").json())
                .isEqualTo("{\"error\":{\"message\":\"top-p is 1.5 but must be between 0 and 1.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"top_p\",\"code\":\"invalid_value\"}}");
        assertThat(ErrorReply.of(new IllegalStateException("odd"), "the log has more")
                        .json())
                .contains("\"type\":\"server_error\",\"param\":null,\"code\":null");
    }
}
