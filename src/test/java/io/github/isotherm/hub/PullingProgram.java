package io.github.isotherm.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process of its own that pulls: hub, cache. */
final class PullingProgram {
    private PullingProgram() {}

    public static void main(String[] args) {
        HubAccess access = new HubAccess(URI.create(args[0]), null, false);
        HubDownload download = new HubDownload(access, new HubCache(Path.of(args[1])), graph -> List.of());
        System.out.println("pulling");
        System.out.println(download.pull("org/name", "main", null, new HubDownload.Progress() {
            @Override
            public void at(String file, long bytes, long size) {}

            @Override
            public void waiting(String why, Duration time) {
                System.out.println(why);
            }
        }));
    }
}
