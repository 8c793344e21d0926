package io.github.camellinkup.quarkus.deployment;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Type;

/** What a native image has to keep, because it is found by name when the application runs. */
class NativeRegistrations {

    /** What routes use in expressions such as {@code ${body.answer}}, name as classes, or make as beans. */
    private static final Set<String> PACKAGES = Set.of(
            "io.github.camellinkup.client.model",
            "io.github.camellinkup.client.exception",
            "io.github.camellinkup.component",
            "io.github.camellinkup.engine.exception",
            "io.github.camellinkup.engine.repository");

    @BuildStep
    void resources(
            BuildProducer<NativeImageResourcePatternsBuildItem> patterns,
            BuildProducer<NativeImageResourceBuildItem> resources) {
        patterns.produce(NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("io/github/camellinkup/engine/repository/schema-*.sql")
                .build());
        resources.produce(new NativeImageResourceBuildItem("io/github/camellinkup/engine/spend/prices.properties"));
        // The version in the User-Agent.
        resources.produce(new NativeImageResourceBuildItem(
                "META-INF/maven/io.github.camellinkup/camel-linkup-component/pom.properties"));
    }

    @BuildStep
    ReflectiveClassBuildItem classesOfTheComponent(CombinedIndexBuildItem index) {
        String[] names = index.getIndex().getKnownClasses().stream()
                .filter(type -> PACKAGES.contains(type.name().packagePrefix()) && Modifier.isPublic(type.flags()))
                .map(type -> type.name().toString())
                .toArray(String[]::new);
        return ReflectiveClassBuildItem.builder(names).constructors().methods().build();
    }

    /** Classes of the application that answers become. A description is what tells them from other classes. */
    @BuildStep
    void structuredOutputClasses(
            CombinedIndexBuildItem index, BuildProducer<ReflectiveHierarchyBuildItem> hierarchies) {
        Stream.of(JsonClassDescription.class, JsonPropertyDescription.class)
                .flatMap(description -> index.getIndex().getAnnotations(description).stream())
                .map(AnnotationInstance::target)
                .map(NativeRegistrations::declaringClass)
                .map(ClassInfo::name)
                .distinct()
                .forEach(name ->
                        hierarchies.produce(ReflectiveHierarchyBuildItem.builder(Type.create(name, Type.Kind.CLASS))
                                .source("structuredOutputClass")
                                .build()));
    }

    private static ClassInfo declaringClass(AnnotationTarget target) {
        return switch (target.kind()) {
            case CLASS -> target.asClass();
            case FIELD -> target.asField().declaringClass();
            case METHOD -> target.asMethod().declaringClass();
            case METHOD_PARAMETER -> target.asMethodParameter().method().declaringClass();
            default -> throw new IllegalArgumentException("Jackson describes no " + target.kind());
        };
    }
}
