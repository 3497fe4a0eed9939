package io.github.isotherm.template;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Templates written against the limits, one a line; {@code «1000:a»} stands for a thousand times "a". */
final class HostileTemplates {
    private static final Pattern REPEATED = Pattern.compile("«(\\d+):([^«»]*)»");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HostileTemplates() {}

    /** All of them, as they are written. */
    static List<String> written() {
        return Stream.of("hostile.txt", "hostile-repeated.txt")
                .flatMap(file -> Golden.text(file).lines())
                .toList();
    }

    static String source(String written) {
        return REPEATED.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
    }

    /** What becomes of one: nothing to say, or why it was refused. */
    static String sentence(String written) {
        try {
            ChatTemplate.of(source(written)).render(Map.of());
            return "";
        } catch (TemplateException refused) {
            return refused.getMessage();
        }
    }

    /** Processor time of this thread, which other work on the machine does not lengthen. */
    static double seconds(Supplier<String> work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.get();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }

    /**
     * Reads and renders all of them and prints, for each, its number, seconds, and how long the sentence was. Ends at once
     * when the heap is exhausted.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        List<String> all = written();
        for (int i = 0; i < all.size(); i++) {
            String written = all.get(i);
            int[] length = new int[1];
            double seconds = seconds(() -> {
                String sentence = sentence(written);
                length[0] = sentence.length();
                return sentence;
            });
            System.out.printf(Locale.ROOT, "%d %.3f %d%n", i, seconds, length[0]);
        }
    }
}
