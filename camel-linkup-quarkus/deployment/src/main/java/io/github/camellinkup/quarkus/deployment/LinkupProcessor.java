package io.github.camellinkup.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;

/** Makes the component a part of an application that is built. */
class LinkupProcessor {

    static final String FEATURE = "camel-linkup";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Camel Quarkus looks for services, converters and options in indexed archives only. */
    @BuildStep
    IndexDependencyBuildItem indexOfTheComponent() {
        return new IndexDependencyBuildItem("io.github.camellinkup", "camel-linkup-component");
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem ssl() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }
}
