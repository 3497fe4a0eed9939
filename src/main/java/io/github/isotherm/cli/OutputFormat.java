package io.github.isotherm.cli;

import io.github.isotherm.report.BarStyle;
import io.github.isotherm.report.Report;
import java.time.Clock;
import java.time.ZoneId;

/** The forms that distributions and comparisons are printed in. */
enum OutputFormat {
    TABLE {
        @Override
        String text(Report report, BarStyle bars, Terminal terminal) {
            return Drawing.coloured(terminal, report.table(bars));
        }
    },
    JSON {
        @Override
        String text(Report report, BarStyle bars, Terminal terminal) {
            return report.json() + "\n";
        }
    },
    CSV {
        @Override
        String text(Report report, BarStyle bars, Terminal terminal) {
            return report.csv();
        }
    },
    MD {
        @Override
        String text(Report report, BarStyle bars, Terminal terminal) {
            return report.markdown();
        }
    },
    SVG {
        @Override
        String text(Report report, BarStyle bars, Terminal terminal) {
            return report.svg(PictureDate.of(terminal.environment(), Clock.system(ZoneId.systemDefault())));
        }
    };

    /** A report in this form, whole lines. */
    abstract String text(Report report, BarStyle bars, Terminal terminal);
}
