package io.github.isotherm;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What a program takes from its surroundings without being given it; calls and method references alike. An identifier that
 * is made up is no draw.
 */
final class Ambient {
    static final DescribedPredicate<JavaAccess<?>> RANDOMNESS = describe("randomness nobody chose", Ambient::isRandom);

    static final DescribedPredicate<JavaAccess<?>> TIME = describe(
            "the clock of this computer",
            target -> isOne(target, System.class, "nanoTime", "currentTimeMillis")
                    || isOf(target.getOwner(), Clock.class)
                            && !target.getName().equals("<init>")
                            && !target.getName().equals("instant")
                            && !target.getName().equals("millis")
                    || List.of(
                                    Instant.class,
                                    LocalDate.class,
                                    LocalTime.class,
                                    LocalDateTime.class,
                                    OffsetDateTime.class,
                                    ZonedDateTime.class)
                            .stream()
                            .anyMatch(type -> isOne(target, type, "now")));

    static final DescribedPredicate<JavaAccess<?>> EXIT = describe(
            "the end of the program",
            target -> isOne(target, System.class, "exit") || isOne(target, Runtime.class, "exit", "halt"));

    static final DescribedPredicate<JavaAccess<?>> PRINTING = describe(
            "the console",
            target -> isOne(target, System.class, "out", "err", "console")
                    || target.getName().equals("printStackTrace"));

    private Ambient() {}

    private interface Is {
        boolean test(AccessTarget target);
    }

    private static DescribedPredicate<JavaAccess<?>> describe(String name, Is is) {
        return DescribedPredicate.describe(name, access -> is.test(access.getTarget()));
    }

    private static boolean isRandom(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return isOf(owner, Random.class)
                || isOf(owner, SecureRandom.class)
                || isOf(owner, ThreadLocalRandom.class)
                || isOf(owner, RandomGeneratorFactory.class)
                || isOne(target, RandomGenerator.class, "of", "getDefault")
                || isOne(target, Math.class, "random")
                || isOne(target, StrictMath.class, "random")
                || isOne(target, Collections.class, "shuffle")
                || isOf(owner, SplittableRandom.class) && isWithoutSeed(target);
    }

    private static boolean isWithoutSeed(AccessTarget target) {
        return target instanceof AccessTarget.ConstructorCallTarget made
                && made.getRawParameterTypes().isEmpty();
    }

    private static boolean isOf(JavaClass owner, Class<?> type) {
        return owner.isAssignableTo(type);
    }

    private static boolean isOne(AccessTarget target, Class<?> owner, String... names) {
        return isOf(target.getOwner(), owner) && List.of(names).contains(target.getName());
    }
}
