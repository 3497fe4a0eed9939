package io.github.isotherm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The layers of the design, as rules that fail: {@link ViolationsTest} has a class for each that it must find. */
@AnalyzeClasses(packages = Layers.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> TIMELESS = Set.of(
            "math", "error", "sampling", "sampling.processors", "sampling.catalog", "generate", "next", "compare");

    @ArchTest
    static final ArchRule everyPackageHasItsLayer = classes().should(new ArchCondition<>("stand in a layer") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            require(Layers.isKnown(Layers.of(type)), type, "stands in a package that no layer names", events);
        }
    });

    @ArchTest
    static final ArchRule layersLookDownOnly = classes()
            .should(dependOnlyOnThoseThat(
                    "their layer may use",
                    (type, target) -> !Layers.isOurs(target) || Layers.mayUse(Layers.of(type), Layers.of(target))));

    /** LangChain4j wants builders and the factories that replace them in two packages that name each other. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return Layers.isOurs(type)
                            ? SliceIdentifier.of(Layers.of(type).replace("langchain4j.spi", "langchain4j"))
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "packages, sub-packages apart";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule oneVendorHasOnePackage = classes()
            .should(dependOnlyOnThoseThat(
                    "belong in their package",
                    (type, target) -> Layers.isOurs(target)
                            || Vendors.isJava(target)
                            || Vendors.mayUse(Layers.of(type), target)));

    @ArchTest
    static final ArchRule theCoreKnowsTheJdkOnly = classes()
            .should(dependOnlyOnThoseThat(
                    "are of the JDK or ours",
                    (type, target) ->
                            Layers.isOurs(target) || Vendors.isJava(target) || !Vendors.isJdkOnly(Layers.of(type))));

    @ArchTest
    static final ArchRule jacksonIsNotInTheApi = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(resideInAPackage("com.fasterxml.."));

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints =
            noClasses().that(standOutsideOf("cli")).should().accessTargetWhere(Ambient.PRINTING);

    @ArchTest
    static final ArchRule onlyTheCommandLineExits =
            noClasses().that(standOutsideOf("cli")).should().accessTargetWhere(Ambient.EXIT);

    /** Draws come from keyed uniforms, and what is made up for measuring from a seed; seeds are chosen in one place. */
    @ArchTest
    static final ArchRule onlySeedsAreRandom =
            noClasses().that().areNotAssignableTo(Seeds.class).should().accessTargetWhere(Ambient.RANDOMNESS);

    /** Loop and samplers are given their clock, so that tests move it. */
    @ArchTest
    static final ArchRule theCoreIsGivenItsClock =
            noClasses().that(standIn(TIMELESS)).should().accessTargetWhere(Ambient.TIME);

    /** Numbers and letters are the same everywhere; what is said in the reader's language, the page says. */
    @ArchTest
    static final ArchRule nothingIsWrittenInTheLanguageOfTheMachine =
            noClasses().should().accessTargetWhere(LanguageOfTheMachine.USED);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    require(
                            type.getPackage().isAnnotatedWith(NullMarked.class),
                            type,
                            "stands in a package that is not @NullMarked",
                            events);
                }
            });

    private interface Allowed {
        boolean test(JavaClass type, JavaClass target);
    }

    private static ArchCondition<JavaClass> dependOnlyOnThoseThat(String what, Allowed allowed) {
        return new ArchCondition<>("depend only on classes that " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!allowed.test(type, target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static void require(boolean holds, JavaClass type, String fault, ConditionEvents events) {
        if (!holds) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " " + fault));
        }
    }

    private static DescribedPredicate<JavaClass> standIn(Set<String> layers) {
        return DescribedPredicate.describe("stand in " + layers, type -> layers.contains(Layers.of(type)));
    }

    private static DescribedPredicate<JavaClass> standOutsideOf(String layer) {
        return DescribedPredicate.describe(
                "stand outside of " + layer, type -> !Layers.of(type).equals(layer));
    }
}
