package io.github.isotherm.template;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code datetime.strftime} of a naive time on Linux: glibc's directives and flags in the C locale. */
final class Strftime {
    private final LocalDateTime time;
    private final StringBuilder out = new StringBuilder();

    private Strftime(LocalDateTime time) {
        this.time = time;
    }

    static String format(LocalDateTime time, String format) {
        Strftime writer = new Strftime(time);
        writer.write(format);
        return writer.out.toString();
    }

    private void write(String format) {
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                return;
            }
            out.append(format, at, percent);
            at = directive(format, percent);
        }
    }

    /** Writes the directive that starts at a percent sign and returns where the text goes on. */
    private int directive(String format, int percent) {
        int at = percent + 1;
        char pad = 0;
        boolean upper = false;
        boolean swap = false;
        while (at < format.length() && "-_0^#".indexOf(format.charAt(at)) >= 0) {
            char flag = format.charAt(at++);
            upper |= flag == '^';
            swap |= flag == '#';
            pad = flag == '^' || flag == '#' ? pad : flag;
        }
        int from = at;
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            at++;
        }
        int width = from == at ? -1 : Integer.parseInt(format.substring(from, Math.min(at, from + 4)));
        if (at < format.length() && (format.charAt(at) == 'E' || format.charAt(at) == 'O')) {
            at++;
        }
        if (at >= format.length()) {
            out.append(format, percent, format.length());
            return format.length();
        }
        char type = format.charAt(at);
        String text = text(type, pad, width);
        if (text.equals("\0")) {
            out.append(format, percent, at + 1);
        } else {
            out.append(cased(text, type, upper, swap));
        }
        return at + 1;
    }

    private static String cased(String text, char type, boolean upper, boolean swap) {
        if (swap && (type == 'p' || type == 'Z')) {
            return text.toLowerCase(Locale.ROOT);
        }
        return upper || swap ? text.toUpperCase(Locale.ROOT) : text;
    }

    private String text(char type, char pad, int width) {
        return switch (type) {
            case 'a', 'A', 'b', 'B', 'h', 'p', 'P', 'n', 't', '%' -> padded(name(type), pad, width);
            case 'z', 'Z' -> padded("", pad, width);
            case 'f' -> String.format(Locale.ROOT, "%06d", time.get(ChronoField.MICRO_OF_SECOND));
            case 'c', 'x', 'X', 'D', 'F', 'r', 'R', 'T' -> padded(composed(type), pad, width);
            default -> number(type, pad, width);
        };
    }

    private static String padded(String text, char pad, int width) {
        String fill = pad == '0' ? "0" : " ";
        return fill.repeat(Math.max(0, width - text.length())) + text;
    }

    private String name(char type) {
        return switch (type) {
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' ->
                time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> "%";
        };
    }

    private String composed(char type) {
        return switch (type) {
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> format(time, "%m/%d/%y");
            case 'X', 'T' -> format(time, "%H:%M:%S");
            case 'F' -> format(time, "%Y-%m-%d");
            case 'r' -> format(time, "%I:%M:%S %p");
            case 'R' -> format(time, "%H:%M");
            default -> "\0";
        };
    }

    private String number(char type, char pad, int width) {
        int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        int day = time.getDayOfYear();
        int weekday = time.getDayOfWeek().getValue();
        return switch (type) {
            case 'd' -> digits(time.getDayOfMonth(), 2, '0', pad, width);
            case 'e' -> digits(time.getDayOfMonth(), 2, '_', pad, width);
            case 'H' -> digits(time.getHour(), 2, '0', pad, width);
            case 'k' -> digits(time.getHour(), 2, '_', pad, width);
            case 'I' -> digits(hour, 2, '0', pad, width);
            case 'l' -> digits(hour, 2, '_', pad, width);
            case 'j' -> digits(day, 3, '0', pad, width);
            case 'm' -> digits(time.getMonthValue(), 2, '0', pad, width);
            case 'M' -> digits(time.getMinute(), 2, '0', pad, width);
            case 'S' -> digits(time.getSecond(), 2, '0', pad, width);
            case 'y' -> digits(time.getYear() % 100, 2, '0', pad, width);
            case 'Y' -> digits(time.getYear(), 1, '0', pad, width);
            case 'C' -> digits(time.getYear() / 100, 2, '0', pad, width);
            case 'u' -> digits(weekday, 1, '0', pad, width);
            case 'w' -> digits(weekday % 7, 1, '0', pad, width);
            case 'U' -> digits((day + 6 - weekday % 7) / 7, 2, '0', pad, width);
            case 'W' -> digits((day + 6 - (weekday + 6) % 7) / 7, 2, '0', pad, width);
            case 'V' -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', pad, width);
            case 'G' -> digits(time.get(IsoFields.WEEK_BASED_YEAR), 1, '0', pad, width);
            case 'g' -> digits(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', pad, width);
            case 's' -> throw Failure.unsupported("the strftime directive %s (it depends on the time zone)");
            default -> "\0";
        };
    }

    private static String digits(int number, int usual, char usualPad, char pad, int width) {
        char padding = pad == 0 ? usualPad : pad;
        String text = Integer.toString(number);
        int wanted = width >= 0 ? Math.max(width, padding == '-' ? 0 : usual) : padding == '-' ? 0 : usual;
        String fill = padding == '0' ? "0" : " ";
        return fill.repeat(Math.max(0, wanted - text.length())) + text;
    }
}
