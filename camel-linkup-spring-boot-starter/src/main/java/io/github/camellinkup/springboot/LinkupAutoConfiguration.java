package io.github.camellinkup.springboot;

import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Sets the options of components from the properties {@code camel.component.linkup.*} of the application. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
public class LinkupAutoConfiguration {

    @Bean
    ComponentCustomizer linkupComponentCustomizer(ApplicationContext application) {
        return new LinkupComponentCustomizer(application);
    }
}
