package io.github.isotherm.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.isotherm.Patience;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates written against the budget of work, one a line: each ends, by itself or with one sentence, in bounds. */
class TemplateWorkTest {
    private static final double SECONDS = 2;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<String> hostile() {
        return Golden.text("hostile.txt").lines();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(Patience.SECONDS)
    void endsWithinTwoSecondsOfProcessorTime(String source) {
        ChatTemplate template = ChatTemplate.of(source);
        long start = THREADS.getCurrentThreadCpuTime();
        String sentence = sentence(template);
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        assertThat(seconds).as(sentence).isLessThan(SECONDS);
        assertThat(sentence).hasSizeLessThan(300).doesNotContain("\n");
    }

    /** Why the rendering was refused, or nothing. */
    private static String sentence(ChatTemplate template) {
        try {
            template.render(Map.of());
            return "";
        } catch (TemplateException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void coversEnough() {
        List<String> all = hostile().toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
    }
}
