package io.github.isotherm;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * The last step of {@code mvn package}: classes of picocli, which are of Java 5, become those of Java 8, and the launchers are laid
 * beside the jar. No archive of classes takes older ones than those of Java 6, and a JDK 17 that makes one crashes over a lambda
 * of such an interface.
 */
public final class RunnableJar {
    private static final String OLD = "/picocli";

    private RunnableJar() {}

    /**
     * Finishes it.
     *
     * @param args the jar, and the folder of the launchers
     */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        try (FileSystem runnable = FileSystems.newFileSystem(jar)) {
            for (Path file : classes(runnable.getPath(OLD))) {
                FileTime time = Files.getLastModifiedTime(file);
                Files.write(file, newer(Files.readAllBytes(file)));
                Files.setLastModifiedTime(file, time);
            }
        }
        for (String launcher : List.of("isotherm", "isotherm.cmd")) {
            Path place = jar.resolveSibling(launcher);
            Files.copy(Path.of(args[1], launcher), place, StandardCopyOption.REPLACE_EXISTING);
            if (!place.toFile().setExecutable(true, false)) {
                throw new IOException(place + " cannot be made executable");
            }
        }
    }

    private static List<Path> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
    }

    /** The same code with the frames that newer classes are verified by. */
    static byte[] newer(byte[] old) {
        ClassReader reader = new ClassReader(old);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version, int access, String name, String signature, String above, String[] interfaces) {
                        super.visit(Opcodes.V1_8, access, name, signature, above, interfaces);
                    }
                },
                ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
