package io.github.isotherm.cli;

import io.github.isotherm.TemplateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --date}: the time that a chat template reads. */
final class DateOption {
    @Option(
            names = "--date",
            paramLabel = "DATE",
            description = {
                "What day it is for a template that writes the date: 2024-07-26, or 2024-07-26T14:05;",
                "default: now, and told where the template reads it."
            })
    private @Nullable String date;

    /** The time given, or now. */
    TemplateTime time() {
        return TemplateTime.of(date == null ? null : TemplateTime.parse(date));
    }

    /** Tells a time that was chosen and read, as it can be given back. */
    void tell(TemplateTime time, Terminal terminal) {
        if (date == null) {
            time.read().ifPresent(read -> terminal.say("date " + read));
        }
    }
}
