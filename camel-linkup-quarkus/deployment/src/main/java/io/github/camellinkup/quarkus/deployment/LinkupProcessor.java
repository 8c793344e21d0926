package io.github.camellinkup.quarkus.deployment;

import io.github.camellinkup.quarkus.TransactionSuspender;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
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

    @BuildStep
    void transactions(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.TRANSACTIONS)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(TransactionSuspender.class));
        }
    }
}
