package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.isotherm.error.Fault;
import io.github.isotherm.error.InvalidValueException;
import io.github.isotherm.files.CacheFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A variable with a value that it cannot have is named in one sentence, and is a wrong value as one of an option is. */
class EnvironmentTest {
    private static final Path HOME = Path.of("home");

    private static void isWrong(String variable, ThrowingCallable reader) {
        Throwable thrown = catchThrowable(reader);
        assertThat(thrown).isInstanceOf(InvalidValueException.class).hasMessageStartingWith(variable + " ");
        assertThat(Fault.of(thrown, "").kind()).isEqualTo(Fault.Kind.VALUE);
        assertThat(thrown.getMessage())
                .doesNotContainPattern("\\p{Cntrl}")
                .endsWith(".")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({
        "HF_ENDPOINT, ftp://h",
        "HF_ENDPOINT, huggingface.co",
        "HF_ENDPOINT, https://h:0",
        "HF_ENDPOINT, 'https://h ost'",
        "HF_TOKEN, 'a b'",
        "HF_TOKEN, é",
        "HF_HUB_OFFLINE, maybe",
        "HF_HUB_OFFLINE, 2",
        "HF_HUB_OFFLINE, yes please"
    })
    void ofTheHub(String variable, String value) {
        isWrong(variable, () -> HubAccess.of(Map.of(variable, value), HOME));
    }

    @ParameterizedTest
    @CsvSource({"HTTPS_PROXY, https://h", "HTTP_PROXY, http://h", "ALL_PROXY, https://h"})
    void ofAProxy(String variable, URI address) {
        for (String value : new String[] {"socks5://p:1", "p:port", "http://p:99999", "http://", "\u001b[31m"}) {
            isWrong(variable, () -> ProxyRoute.of(Map.of(variable, value)).to(address));
        }
    }

    /** As where the locale cannot write a name. */
    @ParameterizedTest
    @ValueSource(strings = {"HF_TOKEN_PATH", "HF_HOME"})
    void ofThePlaceOfAToken(String variable) {
        isWrong(variable, () -> HubAccess.of(Map.of(variable, "a\0b"), HOME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"})
    void ofTheHubsCache(String variable) {
        isWrong(variable, () -> HubCache.all(Map.of(variable, "a\0b"), HOME, HOME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "\u001b\0"})
    void ofIsothermsOwn(String path) {
        isWrong("ISOTHERM_HOME", () -> CacheFolder.locate(Map.of("ISOTHERM_HOME", path)));
        isWrong("ISOTHERM_MODEL", () -> ModelFinder.find(null, Map.of("ISOTHERM_MODEL", path)));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "TRUE, true", "on, true", "' yes ', true", "0, false", "No, false", "off, false", "'', false"
    })
    void wordsThatAreKnown(String word, boolean offline) {
        assertThat(HubAccess.of(Map.of("HF_HUB_OFFLINE", word), HOME).offline()).isEqualTo(offline);
        assertThat(Optional.ofNullable(HubAccess.of(Map.of(), HOME).token())).isEmpty();
    }
}
