package io.github.isotherm.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rendering a 20-turn conversation, which is to take less than a millisecond; and compiling its template. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChatTemplateBenchmark {
    /** The golden template to render. */
    @Param({"family-chatml", "family-qwen3-thinking", "family-smollm3"})
    public String name;

    private String source;
    private ChatTemplate template;
    private Map<String, Object> variables;

    @Setup
    public void read() throws IOException {
        Path file = Path.of("src/test/resources/golden/template/templates", name + ".jinja");
        source = Files.readString(file, StandardCharsets.UTF_8);
        template = ChatTemplate.of(source);
        List<Object> messages = new ArrayList<>();
        for (int turn = 0; turn < 20; turn++) {
            messages.add(Map.of("role", "user", "content", "Question " + turn + ": why is the sky blue? ".repeat(8)));
            messages.add(Map.of("role", "assistant", "content", "Because of Rayleigh scattering. ".repeat(20)));
        }
        variables = Map.of("messages", messages, "add_generation_prompt", true, "bos_token", "<s>");
    }

    @Benchmark
    public String render() {
        return template.render(variables);
    }

    @Benchmark
    public ChatTemplate compile() {
        return ChatTemplate.of(source);
    }
}
