package io.github.isotherm;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.lang.reflect.Executable;
import java.text.DecimalFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;

/**
 * What Java does by the language and the country that a machine is set to: whatever could have been given a {@link Locale} and
 * was not, and the few that cannot be given one.
 */
final class LanguageOfTheMachine {
    static final DescribedPredicate<JavaAccess<?>> USED = DescribedPredicate.describe(
            "the language of this computer",
            access -> access.getTarget() instanceof CodeUnitAccessTarget target && uses(target));

    private LanguageOfTheMachine() {}

    private static boolean uses(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        return owner.getName().startsWith("java.")
                && (takesTheDefault(target, owner) || isWithoutTheLocaleItCouldHave(target, owner));
    }

    private static boolean takesTheDefault(CodeUnitAccessTarget target, JavaClass owner) {
        String name = target.getName();
        boolean made = name.equals(JavaConstructor.CONSTRUCTOR_NAME);
        return owner.isEquivalentTo(Locale.class) && name.equals("getDefault")
                || owner.isEquivalentTo(String.class) && name.equals("formatted")
                || owner.isEquivalentTo(DateTimeFormatter.class) && name.startsWith("ofLocalized")
                || owner.isEquivalentTo(DecimalFormat.class) && made
                || owner.isEquivalentTo(Scanner.class) && made;
    }

    private static boolean isWithoutTheLocaleItCouldHave(CodeUnitAccessTarget target, JavaClass owner) {
        List<String> given =
                target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
        return Arrays.stream(alike(target.getName(), owner.reflect()))
                .map(other -> Arrays.stream(other.getParameterTypes())
                        .map(Class::getName)
                        .toList())
                .anyMatch(other -> isWithALocale(other, given));
    }

    private static Executable[] alike(String name, Class<?> owner) {
        return name.equals(JavaConstructor.CONSTRUCTOR_NAME)
                ? owner.getConstructors()
                : Arrays.stream(owner.getMethods())
                        .filter(method -> method.getName().equals(name))
                        .toArray(Executable[]::new);
    }

    private static boolean isWithALocale(List<String> types, List<String> given) {
        List<String> others = new ArrayList<>(types);
        return others.remove(Locale.class.getName()) && others.equals(given);
    }
}
