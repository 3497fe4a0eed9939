package io.github.isotherm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that no class breaks may hold by accident: here every rule of {@link ArchitectureTest} finds its violators. */
class ViolationsTest {
    private static final JavaClasses VIOLATORS = new ClassFileImporter().importPackages(Layers.VIOLATIONS);

    private static Stream<String> rules() {
        return Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .map(Field::getName);
    }

    private static String broken(JavaClass violator) {
        return violator.getAnnotationOfType(Breaks.class).value();
    }

    @Test
    void everyViolatorNamesARule() {
        assertThat(VIOLATORS).allSatisfy(violator -> assertThat(rules()).contains(broken(violator)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleFindsEachOfItsViolators(String rule) throws ReflectiveOperationException {
        Class<?>[] violators = VIOLATORS.stream()
                .filter(violator -> broken(violator).equals(rule))
                .map(JavaClass::reflect)
                .toArray(Class<?>[]::new);
        List<String> found = ((ArchRule)
                        ArchitectureTest.class.getDeclaredField(rule).get(null))
                .evaluate(new ClassFileImporter().importClasses(violators))
                .getFailureReport()
                .getDetails();
        assertThat(violators)
                .isNotEmpty()
                .allSatisfy(violator -> assertThat(found)
                        .anySatisfy(detail -> assertThat(detail).contains(violator.getName())));
    }
}
