package io.github.isotherm.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.isotherm.JavaProgram;
import io.github.isotherm.Patience;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** A program of the page, compiled as it is and run by a JVM of its own, in a folder where no model is. */
final class CopiedProgram {
    private static final Pattern NAME = Pattern.compile("public class (\\w+) ");

    private CopiedProgram() {}

    /** What it prints, where nothing says which model is meant but the program. */
    static String run(String program, Path folder) throws Exception {
        return run(program, folder, Map.of());
    }

    /** What it prints, with variables of its environment. */
    static String run(String program, Path folder, Map<String, String> environment) throws Exception {
        Matcher name = NAME.matcher(program);
        assertThat(name.find()).as(program).isTrue();
        compile(program, name.group(1), folder);
        File out = folder.resolve("printed").toFile();
        File err = folder.resolve("said").toFile();
        ProcessBuilder java = new ProcessBuilder(JavaProgram.with(
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        name.group(1)))
                .directory(folder.toFile());
        java.environment().remove("ISOTHERM_MODEL");
        java.environment().putAll(environment);
        Process process = java.redirectOutput(out).redirectError(err).start();
        assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(program + Files.readString(err.toPath()))
                .isZero();
        return Files.readString(out.toPath(), StandardCharsets.UTF_8);
    }

    private static void compile(String program, String name, Path folder) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, program, StandardCharsets.US_ASCII);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "-proc:none",
                        "-Xlint:all,-classfile",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(result).as(program + said).isZero();
    }
}
