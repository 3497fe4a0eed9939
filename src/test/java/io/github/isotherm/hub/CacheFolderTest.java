package io.github.isotherm.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
    @Test
    void eachPlatformHasItsOwnPlace() {
        assertThat(CacheFolder.locate(Map.of(), "Linux", "/home/ada")).isEqualTo(path("/home/ada/.cache/isotherm"));
        assertThat(CacheFolder.locate(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/home/ada"))
                .isEqualTo(path("/c/isotherm"));
        assertThat(CacheFolder.locate(Map.of("XDG_CACHE_HOME", "/c"), "Mac OS X", "/Users/ada"))
                .isEqualTo(path("/Users/ada/Library/Caches/isotherm"));
        assertThat(CacheFolder.locate(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/u"))
                .isEqualTo(path("/l/isotherm"));
    }

    @Test
    void isothermHomeOverrides() {
        Map<String, String> environment = Map.of("ISOTHERM_HOME", "/own", "XDG_CACHE_HOME", "/c");
        assertThat(CacheFolder.locate(environment, "Linux", "/home/ada")).isEqualTo(path("/own"));
    }

    @Test
    void anEmptyVariableIsNotSet() {
        Map<String, String> environment = Map.of("ISOTHERM_HOME", "", "XDG_CACHE_HOME", "");
        assertThat(CacheFolder.locate(environment, "Linux", "/home/ada")).isEqualTo(path("/home/ada/.cache/isotherm"));
    }

    private static Path path(String text) {
        return Path.of(text).toAbsolutePath();
    }
}
