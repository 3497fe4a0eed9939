package io.github.isotherm.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LoaderPathTest {
    @TempDir
    private Path root;

    private List<String> folders(String architecture) {
        return List.of(LoaderPath.of(root, architecture).split(File.pathSeparator));
    }

    private String made(String name) throws IOException {
        return Files.createDirectories(root.resolve(name)).toString();
    }

    @Test
    void settingsAndWhatTheyIncludeAreRead() throws IOException {
        String usual = made("usr/lib/aarch64-linux-gnu");
        String one = made("opt/one");
        String two = made("opt/two");
        String parent = made("usr/lib");
        String lib = made("lib");
        made("etc/more.d");
        Files.writeString(root.resolve("etc/ld.so.conf"), "# said\n/opt/one # here\n/none\ninclude more.d/*.conf\n");
        Files.writeString(root.resolve("etc/more.d/b.conf"), "/opt/two\ninclude /etc/more.d/b.conf\n");
        Files.writeString(root.resolve("etc/more.d/a.other"), "/etc\n");
        assertThat(folders("aarch64")).containsExactly(usual, parent, lib, one, two);
    }

    @Test
    void withoutSettingsTheUsualFoldersAreLeft() throws IOException {
        String usual = made("lib/x86_64-linux-gnu");
        String lib = made("lib");
        assertThat(folders("amd64")).containsExactly(usual, lib);
    }
}
