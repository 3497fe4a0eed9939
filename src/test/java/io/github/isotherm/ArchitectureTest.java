package io.github.isotherm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** The layers of the design, as rules that fail. */
@AnalyzeClasses(packages = "io.github.isotherm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.github.isotherm";

    @ArchTest
    static final ArchRule layersLookDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy(BASE + ".cli..")
            .layer("web")
            .definedBy(BASE + ".web..")
            .layer("langchain4j")
            .definedBy(BASE + ".langchain4j..")
            .layer("report")
            .definedBy(BASE + ".report..")
            .layer("root")
            .definedBy(BASE)
            .layer("compare")
            .definedBy(BASE + ".compare..")
            .layer("onnx")
            .definedBy(BASE + ".onnx..")
            .layer("tokenizer")
            .definedBy(BASE + ".tokenizer..")
            .layer("hub")
            .definedBy(BASE + ".hub..")
            .layer("template")
            .definedBy(BASE + ".template..")
            .layer("generate")
            .definedBy(BASE + ".generate..")
            .layer("sampling")
            .definedBy(BASE + ".sampling..")
            .layer("math")
            .definedBy(BASE + ".math..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("langchain4j")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "web", "langchain4j")
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("report", "cli", "web", "langchain4j")
            .whereLayer("compare")
            .mayOnlyBeAccessedByLayers("root", "report", "cli", "web", "langchain4j")
            .whereLayer("onnx")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("tokenizer")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("hub")
            .mayOnlyBeAccessedByLayers("root", "report", "cli", "web", "langchain4j")
            .whereLayer("template")
            .mayOnlyBeAccessedByLayers("root", "report", "cli", "web", "langchain4j")
            .whereLayer("generate")
            .mayOnlyBeAccessedByLayers("compare", "onnx", "tokenizer", "root", "report", "cli", "web", "langchain4j")
            .whereLayer("math")
            .mayOnlyBeAccessedByLayers("sampling", "generate", "compare", "root", "report");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onnxRuntimeStaysInOnnx = vendor("ai.onnxruntime..", "onnx");

    @ArchTest
    static final ArchRule djlStaysInTokenizer = vendor("ai.djl..", "tokenizer");

    @ArchTest
    static final ArchRule langchain4jStaysInLangchain4j = vendor("dev.langchain4j..", "langchain4j");

    @ArchTest
    static final ArchRule picocliStaysInCli = vendor("picocli..", "cli");

    @ArchTest
    static final ArchRule jlineStaysInCli = vendor("org.jline..", "cli");

    @ArchTest
    static final ArchRule theHttpServerStaysInWeb = vendor("com.sun.net.httpserver..", "web");

    @ArchTest
    static final ArchRule jacksonStaysInHubAndReport = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".hub..", BASE + ".report..", BASE + ".wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule jnaStaysWhereNativesAre = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".onnx..", BASE + ".tokenizer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("the C library is called where other native code is");

    @ArchTest
    static final ArchRule jacksonIsNotInTheApi = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(resideInAPackage("com.fasterxml.."));

    @ArchTest
    static final ArchRule theCoreKnowsTheJdkOnly = noClasses()
            .that()
            .resideInAnyPackage(BASE + ".math..", BASE + ".sampling..", BASE + ".generate..", BASE + ".error..")
            .should()
            .dependOnClassesThat(DescribedPredicate.not(resideInAPackage("java..")
                    .or(resideInAPackage(BASE + ".."))
                    .or(resideInAPackage("org.jspecify.."))));

    @ArchTest
    static final ArchRule templatesDependOnNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(BASE + ".template..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage(BASE + "..").and(DescribedPredicate.not(resideInAPackage(BASE + ".template.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule noAmbientRandomness = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(beInANullMarkedPackage());

    private static ArchRule vendor(String vendor, String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(vendor)
                .because("one vendor has one package");
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + "'s package is not @NullMarked"));
                }
            }
        };
    }
}
