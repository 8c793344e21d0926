package io.github.camellinkup.springboot;

import io.github.camellinkup.component.LinkupComponent;
import java.util.List;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.context.ApplicationContext;

/**
 * Sets those options of a component that the application has properties for, as Camel Main does: with {@code #bean:},
 * {@code #type:} and {@code #class:} values, and times such as {@code 60s}. Other options stay as they are. A component of
 * another name than {@code linkup} has properties of that name. {@code camel.component.linkup.enabled=false} switches it off.
 */
final class LinkupComponentCustomizer implements ComponentCustomizer {

    private final ApplicationContext application;

    LinkupComponentCustomizer(ApplicationContext application) {
        this.application = application;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof LinkupComponent && isEnabled(name, "") && isEnabled(name, ".customizer");
    }

    private boolean isEnabled(String name, String group) {
        return HierarchicalPropertiesEvaluator.evaluate(
                application.getEnvironment(),
                ComponentProperties.COMPONENTS + group,
                ComponentProperties.prefix(name) + group);
    }

    /** @throws RuntimeException if a value does not fit its option, or a property is none; names it */
    @Override
    public void configure(String name, Component target) {
        ComponentProperties properties = new ComponentProperties(application.getEnvironment(), name);
        properties.refuseUnknown(List.of(application.getBeanNamesForType(LinkupComponent.class, true, false)));
        PropertyBindingSupport.build()
                .withCamelContext(target.getCamelContext())
                .withTarget(target)
                .withConfigurer(target.getComponentPropertyConfigurer())
                .withProperties(properties.values())
                .withMandatory(true)
                .bind();
    }
}
