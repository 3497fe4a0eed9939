package io.github.isotherm.hub;

import static io.github.isotherm.hub.LocalHub.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of files ends, and names nothing that could not be a file of the cache. */
class HubListingTest extends PullTest {
    private void page(String link, byte[] body) {
        hub.answers.put("list", exchange -> {
            if (exchange.getRequestURI().getQuery().contains("last")) {
                send(exchange, 200, "[]");
                return;
            }
            exchange.getResponseHeaders().set("Link", link);
            send(exchange, 200, body);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</api/models/org/name/tree/main?last>; rel=\"next\"",
                "<?last>; rel=next",
                "<?first>; rel=\"first\", <?last>; title=\"a, b\"; rel=\"next\"",
                "<?last>;REL=\"prefetch next\""
            })
    void aNextPageIsRead(String link) throws IOException {
        page(link, hub.listing());
        isWhole(pull());
        assertThat(hub.requests.subList(0, 2)).containsExactly("list", "list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<?x>; rel=\"prev\"", "<?x>; rel=\"nextish\"", "<?x>", ", ,;", "<<<<<"})
    void noNextPage(String link) throws IOException {
        page(link, hub.listing());
        isWhole(pull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<http://[bad>; rel=next | http://[bad",
                "<?last; rel=\"next\" | <?last; rel=\"next\"",
                "<ftp://h/x>; rel=\"next\" | ftp://h/x",
                "<a b>; rel=\"next\" | a b"
            })
    void aNextPageThatIsNoAddress(String link, String shown) {
        page(link, hub.listing());
        assertThat(failure())
                .isEqualTo(fault(
                        hub.address() + " names \"" + shown + "\" as the next page of files, which is no address"));
    }

    @Test
    void aPageThatNamesItselfAsTheNextIsNoticed() {
        String without = " lists the files without end: a page names itself, or one before it, as the next";
        page("</api/models/org/name/tree/main?recursive=true>; rel=\"next\"", hub.listing());
        assertThat(failure()).isEqualTo(fault(hub.address() + without));
        assertThat(hub.requests).hasSize(1);
        page("<?second>; rel=\"next\"", hub.listing());
        hub.requests.clear();
        assertThat(failure()).isEqualTo(fault(hub.address() + without));
        assertThat(hub.requests).hasSize(2);
        Map<String, String> circle = new HashMap<>(Map.of("recursive=true", "a", "a", "b", "b", "c", "c", "a"));
        hub.answers.put("list", exchange -> {
            String next = circle.get(exchange.getRequestURI().getQuery());
            exchange.getResponseHeaders().set("Link", "<?" + next + ">; rel=\"next\"");
            send(exchange, 200, "[]");
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + without));
    }

    @Test
    void pagesAreCounted() {
        AtomicInteger count = new AtomicInteger();
        hub.answers.put("list", exchange -> {
            exchange.getResponseHeaders().set("Link", "<?page=" + count.incrementAndGet() + ">; rel=\"next\"");
            send(exchange, 200, "[]");
        });
        assertThat(failure()).isEqualTo(fault(hub.address() + " lists the files in more than 1000 pages"));
        assertThat(count).hasValue(1000);
    }

    @Test
    void bytesAreCounted() {
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        hub.answers.put("list", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        });
        assertThat(failure())
                .isEqualTo(fault(hub.address() + " sends more than the 67108864 bytes that such an answer may have"));
    }

    @ParameterizedTest
    @CsvSource({
        "evil\\u0000.json, evil\\x00.json",
        "\\u001b[31m.json, \\x1b[31m.json",
        "a\\nb.json, a\\nb.json",
        "a\\\\..\\\\..\\\\b.json, a\\..\\..\\b.json",
        "\\u202egnp.json, \\u202egnp.json"
    })
    void aNameThatIsNoFilesIsShownAndRefused(String name, String shown) {
        String list = new String(hub.listing(), StandardCharsets.UTF_8);
        hub.answers.put(
                "list",
                exchange -> send(exchange, 200, list.replace("]", ",{\"type\":\"file\",\"path\":\"" + name + "\"}]")));
        assertThat(failure())
                .isEqualTo(fault("the hub names a file \"" + shown + "\", which no file of a model may be called"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "additional_chat_templates/../../../x.jinja",
                "additional_chat_templates/..",
                "/etc/x.json",
                "additional_chat_templates//x.jinja",
                "./x.json"
            })
    void namesThatLeadElsewhereFetchNothing(String name) throws IOException {
        String list = new String(hub.listing(), StandardCharsets.UTF_8);
        hub.answers.put(
                "list",
                exchange -> send(exchange, 200, list.replace("]", ",{\"type\":\"file\",\"path\":\"" + name + "\"}]")));
        isWhole(pull());
        assertThat(hub.requests).noneMatch(request -> request.contains("x.j"));
    }

    @Test
    void aLongNameIsCutInTheSentence() {
        String list = new String(hub.listing(), StandardCharsets.UTF_8);
        String name = "a".repeat(5000) + "\\u0001.json";
        hub.answers.put(
                "list",
                exchange -> send(exchange, 200, list.replace("]", ",{\"type\":\"file\",\"path\":\"" + name + "\"}]")));
        assertThat(failure())
                .contains("\"" + "a".repeat(200) + "… (5006 characters)\"")
                .hasSizeLessThan(500);
    }

    @Test
    void pathsOfOtherTypesAreNone() throws IOException {
        String list = new String(hub.listing(), StandardCharsets.UTF_8);
        hub.answers.put(
                "list",
                exchange -> send(
                        exchange,
                        200,
                        list.replace("]", ",{\"type\":\"file\",\"path\":null},{\"type\":\"file\"},7,null,[]]")));
        isWhole(pull());
    }
}
