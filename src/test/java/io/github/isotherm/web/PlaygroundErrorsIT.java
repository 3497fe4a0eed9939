package io.github.isotherm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.isotherm.EngineOptions;
import io.github.isotherm.LocalModel;
import io.github.isotherm.generate.SchedulerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's languages, and the server's errors in them. */
class PlaygroundErrorsIT {
    /** The key is the first word in quotes after one of these. */
    private static final Pattern KEY = Pattern.compile(
            "(?:Sentence\\.of|invalid|require|range)\\([^\";]*\"([a-z]+\\.[a-z-]+|closed|internal|value)\"");

    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    private static LocalModel model;
    private static PlaygroundServer server;
    private static Chromium chromium;

    /** Asks and explains, and shows nothing, so that one page is enough. */
    private static Page asking;

    @BeforeAll
    static void start() {
        SchedulerOptions pool = SchedulerOptions.defaults().withStateBytes(64L << 20);
        model = LocalModel.open(LocalModel.bundledFolder(), EngineOptions.defaults(), pool);
        server = PlaygroundServer.start(model, new WebOptions(WebOptions.LOOPBACK, 0, null));
        chromium = Chromium.launch(server.port());
        asking = italian();
    }

    private static Page italian() {
        Page page = chromium.open(1440, 900, ColorScheme.LIGHT, "it-IT", "");
        Chromium.unfold(page);
        return page;
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
        model.close();
    }

    @AfterEach
    void noComplaints() {
        chromium.complaints.removeIf(said -> said.contains("Failed to load resource"));
        assertThat(chromium.complaints).isEmpty();
    }

    /** What the page says of a refused request, and what the server said. */
    @SuppressWarnings("unchecked")
    private List<String> refused(String path, String body) {
        return (List<String>) asking.evaluate(
                "async ([path, body]) => { const { explained } = await import('/errors.js');"
                        + " const answer = await fetch(path, { method: 'POST', body,"
                        + " headers: { 'Content-Type': 'application/json' } });"
                        + " const told = JSON.parse((await answer.text()).split('\\n').filter((l) => l.includes('error'))[0]);"
                        + " return [explained({ message: told.error, ...told }), told.error, told.code]; }",
                List.of(path, body));
    }

    /** An answer that began before its error was known: blank lines or pings, then what is wrong. */
    @ParameterizedTest
    @CsvSource({"next, false, 400", "processed, true, 429"})
    void aLateErrorIsOneToThePage(String asked, boolean binary, int status) {
        Object told = asking.evaluate(
                "async ([asked, binary, status]) => { const api = await import('/api.js'); const real = window.fetch;"
                        + " const text = JSON.stringify({ status, error: 'Wait.', code: 'busy', values: {} }).padEnd(64);"
                        + " const words = new Uint8Array([...new Uint8Array(new Uint32Array([0x7fc1a5a5, 0x7fc1a5a6]).buffer),"
                        + "   ...new TextEncoder().encode(text)]);"
                        + " window.fetch = async () => new Response(binary ? words : `\n\n${text}`);"
                        + " try { await api[asked]({}); return 'taken'; } catch (e) { return `${e.status} ${e.message} ${e.code}`; }"
                        + " finally { window.fetch = real; } }",
                List.of(asked, binary, status));
        assertThat(told).isEqualTo(status + " Wait. busy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/next    |{                                 |La richiesta non è JSON (riga 1, colonna 2); manda un solo oggetto JSON.",
                "/api/next    |[]                                |La richiesta deve essere un solo oggetto JSON, come {\"prompt\": \"Questo è\"}.",
                "/api/next    |{\"promt\":1}                     |Non esiste il campo «promt»; ci sono branch, branched, candidates, chain, ids, max_tokens, prompt, raw, run, samples, seed, sentence, temperatures, top, watch.",
                "/api/next    |{\"top\":\"x\"}                   |top è \"x\" ma deve essere un numero intero.",
                "/api/next    |{\"ids\":[1],\"temperatures\":[]} |temperatures è una lista di 0 ma deve essere una lista da 1 a 256.",
                "/api/next    |{\"ids\":[1],\"temperatures\":[-1]} |temperature è -1 ma deve essere un numero finito, almeno 0 (0 prende sempre il token più probabile, 1 è la distribuzione del modello).",
                "/api/next    |{\"ids\":[99999999],\"temperatures\":[1]} |L’id 99999999 non è un token del modello, che ne ha 49152; gli id vanno da 0 a 49151.",
                "/api/logits  |{\"ids\":[]}                      |Il prompt è vuoto ma deve avere almeno un carattere; scrivi il testo da continuare.",
                "/api/prompt  |{\"prompt\":\"a ___ b\"}          |Nel prompt c’è uno spazio da riempire ___ prima della fine, ma un modello di linguaggio continua un testo solo in fondo; sposta lo spazio alla fine.",
                "/api/prompt  |{\"prompt\":\"a\",\"candidates\":[\" \"]} |Una parola è vuota ma deve avere almeno un carattere; toglila dalla lista.",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"max_tokens\":100000} |max_tokens è 100000 ma deve essere al massimo 512.",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"samples\":1000} |I campioni (samples) sono 1000 ma devono essere così pochi da fare al massimo 256 completamenti.",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"seed\":-3} |Il seme (seed) è -3 ma deve essere un numero intero da 0 a 9007199254740991 (2^53 - 1).",
                "/api/complete|{\"ids\":[1],\"temperatures\":[1],\"max_tokens\":0} |max-tokens è 0 ma deve essere un numero intero, almeno 1.",
                "/api/nothing |{}                                |A /api/nothing non c’è niente; la pagina è a /.",
                "/api/model   |{}                                |/api/model è chiesto con POST; usa GET."
            })
    void aRefusedRequestIsSaidInItalian(String path, String body, String sentence) {
        assertThat(refused(path.strip(), body.strip()).get(0)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "top-p=7                |top-p è 7 ma deve essere fra 0 e 1.",
                "magic=7                |Non esiste il processore «magic»; ci sono temperature, ",
                "top-k=1.5              |k di top-k è 1.5 ma deve essere un numero intero.",
                "top-k=-1               |top-k è -1 ma deve essere un numero intero, almeno 0.",
                "forced-first-token     |A forced-first-token serve il parametro «id»; dagli un valore.",
                "top-k(z=1)             |top-k non ha il parametro «z»; prende k, keep_ties, min_keep.",
                "repair=1               |repair non prende parametri; scrivilo da solo.",
                "repair(z=1)            |repair non ha il parametro «z»; non ne prende nessuno.",
                "top-k=40 > repair      |repair è al posto 2 della catena ma può stare solo al primo",
                "top-k=(                |lì va un valore, ma c’è \"(\"",
                "top-k=40 top-p         |lì va «>» o la fine, ma c’è \"top-p\"",
                "top-k=4x               |ha il valore «4x», ma un valore deve essere un numero, -inf, true",
                "top-k(k=1, k=2)        |lì va il parametro «k» una volta sola",
                "logit-bias={x: 1}      |bias di logit-bias ha la chiave x, ma le chiavi devono essere id di token.",
                "logit-bias={1: inf}    |il logit-bias del token 1 è Infinity ma deve essere un numero finito o -inf (per vietarlo).",
                "suppress-tokens=[-1]   |un id di token di suppress-tokens è -1 ma deve essere un numero intero, almeno 0.",
                "suppress-tokens=[99999]|suppress-tokens nomina il token 99999, ma il vocabolario ha solo 49152 token",
                "allowed-tokens=[]      |Gli id di allowed-tokens sono vuoti",
                "bad-words=[[]]         |Una sequenza di bad-words è vuota",
                "epsilon-cutoff=1       |epsilon-cutoff è 1 ma deve essere almeno 0 e minore di 1.",
                "typical-p=0            |typical-p è 0 ma deve essere maggiore di 0 e al massimo 1.",
                "repetition-penalty=0   |repetition-penalty è 0 ma deve essere un numero finito maggiore di 0.",
                "guidance=2             |A guidance servono i logit non condizionati",
                "adaptive-p=2           |target di adaptive-p è 2 ma deve essere fra 0 e 1, o -1 per spegnerlo.",
                "sequence-bias=[3]      |una voce di bias di sequence-bias è 3"
            })
    void aWrongChainIsSaidInItalian(String chain, String part) {
        String body = "{\"ids\":[1,2],\"temperatures\":[1],\"chain\":\"" + chain.strip() + "\"}";
        List<String> said = refused("/api/next", body);
        assertThat(said.get(0)).contains(part).endsWith(".").isNotEqualTo(said.get(1));
    }

    /** In the page itself, and changed with its language. */
    @Test
    void theChainsErrorFollowsTheLanguageOfThePage() {
        Page page = italian();
        page.locator("#processor").selectOption("top-p");
        page.locator("#add-processor").click();
        page.locator("[aria-label='Parametri di top-p']").fill("7");
        page.keyboard().press("Enter");
        assertThat(page.locator("#chain-error")).hasText("top-p è 7 ma deve essere fra 0 e 1.");
        page.locator("#language").click();
        assertThat(page.locator("#chain-error")).hasText("top-p is 7 but must be between 0 and 1.");
    }

    @Test
    void aSeedThatIsNoNumberIsSaidInItalian() {
        Page page = italian();
        page.locator("#seed").fill("sette");
        page.keyboard().press("Enter");
        assertThat(page.locator("#seed-refused"))
                .hasText("Non preso: “sette”, perché deve essere un numero intero da 0 a 9007199254740991, o niente."
                        + " Resta 42.");
    }

    @Test
    void aPromptBeyondTheMemoryIsSaidInItalian() {
        String ids = "1,".repeat(1999) + "1";
        assertThat(refused("/api/next", "{\"ids\":[" + ids + "],\"temperatures\":[1]}")
                        .get(0))
                .startsWith("Una sequenza di 2000 token (prompt e completamento insieme) ha bisogno di 87.9 MB")
                .endsWith(
                        "ma il limite è 64.0 MB; chiedi meno token, accorcia il prompt o alza il limite (--kv-memory).");
    }

    @Test
    void whatHasNoItalianTextStaysTheEnglishSentence() {
        Object said = asking.evaluate("async () => { const { explained } = await import('/errors.js'); return ["
                + "explained({ message: 'Odd.', code: 'no.such', values: {} }),"
                + "explained({ message: 'Odd is 1 but must be even.', code: 'value', values:"
                + " { name: 'odd', value: '1', allowed: 'an even number' } })]; }");
        assertThat(said).isEqualTo(List.of("Odd.", "Odd is 1 but must be even."));
    }

    /** Of the page, as {@code languages.js} has it. */
    @SuppressWarnings("unchecked")
    private static List<String> languages() {
        return (List<String>) asking.evaluate("import('/languages.js').then((module) => module.default)");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(String file, String name) {
        return (Map<String, String>)
                asking.evaluate("([file, name]) => import(file).then((module) => module[name])", List.of(file, name));
    }

    /** A key that somebody adds needs its text in every language, and one that nobody uses any more has to go. */
    @Test
    void everyKeyOfTheSourcesHasATextInEveryLanguage() throws IOException {
        Set<String> keys = keysOfTheSources();
        for (String language : languages().subList(1, languages().size())) {
            assertThat(texts("/" + language + "-errors.js", "sentences").keySet())
                    .as(language)
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    private static Set<String> keysOfTheSources() throws IOException {
        Set<String> keys = new TreeSet<>(Set.of("decoding.logit")); // the second of a choice
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = KEY.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        return keys;
    }

    @Test
    void everyLanguageHasTheWordsOfTheFirstWithTheirPlaces() {
        Map<String, String> first = texts("/" + languages().get(0) + ".js", "default");
        for (String language : languages()) {
            Map<String, String> words = texts("/" + language + ".js", "default");
            assertThat(words.keySet()).as(language).isEqualTo(first.keySet());
            first.forEach((key, sentence) ->
                    assertThat(places(words.get(key))).as(language + ": " + key).isEqualTo(places(sentence)));
        }
    }

    private static Set<String> places(String sentence) {
        return new TreeSet<>(
                PLACE.matcher(sentence).results().map(match -> match.group()).toList());
    }

    @Test
    void theButtonGoesThroughAllLanguagesAndBack() {
        Page page = italian();
        List<String> languages = languages();
        for (int i = 1; i <= languages.size(); i++) {
            String next = languages.get((languages.indexOf("it") + i) % languages.size());
            assertThat(page.locator("#language")).hasText(next.toUpperCase(Locale.ROOT));
            assertThat(page.locator("#language"))
                    .hasAttribute(
                            "aria-label",
                            next.toUpperCase(Locale.ROOT) + ": "
                                    + texts("/" + next + ".js", "default").get("invitation"));
            page.locator("#language").click();
            assertThat(page.locator("html")).hasAttribute("lang", next);
        }
    }
}
