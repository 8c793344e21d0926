package io.github.camellinkup;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.client.model.RawJson;
import java.util.concurrent.Executors;
import org.apache.camel.component.http.CamelProxyRoutePlanner;
import org.apache.camel.spi.HttpResponseAware;

/** The three rooms, and the arrows between them. */
@AnalyzeClasses(
        packages = "io.github.camellinkup",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTheStandIn.class})
class ArchitectureTest {

    /** The stand-in is on the class path of the tests, and is another module. */
    static final class WithoutTheStandIn implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("io/github/camellinkup/test/");
        }
    }

    private static final String CLIENT = "io.github.camellinkup.client..";
    private static final String ENGINE = "io.github.camellinkup.engine..";
    private static final String FACE = "io.github.camellinkup.component..";

    @ArchTest
    static final ArchRule arrows_go_down_only = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("Camel face")
            .definedBy(FACE)
            .layer("task engine")
            .definedBy(ENGINE)
            .layer("API client")
            .definedBy(CLIENT)
            .whereLayer("Camel face")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("task engine")
            .mayOnlyBeAccessedByLayers("Camel face")
            .whereLayer("API client")
            .mayOnlyBeAccessedByLayers("Camel face", "task engine");

    @ArchTest
    static final ArchRule every_class_is_in_a_room = classes().should().resideInAnyPackage(CLIENT, ENGINE, FACE);

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.github.camellinkup.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_parts_of_the_engine_have_no_cycles =
            slices().matching("io.github.camellinkup.engine.(*)..").should().beFreeOfCycles();

    /**
     * Camel itself lets components, endpoints and producers know each other. JSON is an answer, and every answer has its
     * JSON.
     */
    @ArchTest
    static final ArchRule classes_of_the_engine_and_the_client_have_no_cycles = slices().assignedFrom(
                    new SliceAssignment() {
                        @Override
                        public SliceIdentifier getIdentifierOf(JavaClass type) {
                            String name = type.getPackageName();
                            return name.contains(".component")
                                    ? SliceIdentifier.ignore()
                                    : SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""));
                        }

                        @Override
                        public String getDescription() {
                            return "classes of the engine and the client";
                        }
                    })
            .should()
            .beFreeOfCycles()
            .ignoreDependency(LinkupAnswer.class, RawJson.class);

    @ArchTest
    static final ArchRule submit_uses_the_outbox_and_not_the_other_way = noClasses()
            .that()
            .resideInAPackage("io.github.camellinkup.engine.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.camellinkup.engine.submit..");

    @ArchTest
    static final ArchRule the_client_would_serve_any_java_program = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.camel..")
                    .and(not(describe(
                            "the one interface of its exceptions and the proxy planner of Camel HTTP",
                            ArchitectureTest::isAllowedInTheClient))));

    @ArchTest
    static final ArchRule the_engine_knows_no_camel = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule threads_come_from_camel = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Executors.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class);

    @ArchTest
    static final ArchRule nothing_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    private static boolean isAllowedInTheClient(JavaClass type) {
        return type.isEquivalentTo(HttpResponseAware.class) || type.isEquivalentTo(CamelProxyRoutePlanner.class);
    }
}
