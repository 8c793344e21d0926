package io.github.camellinkup.springboot;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Sets the options of the component from the properties {@code camel.component.linkup.*} of the application. {@code
 * camel.component.linkup.enabled=false} switches it off.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.linkup"})
public class LinkupAutoConfiguration {

    @Bean
    ComponentCustomizer linkupComponentCustomizer(Environment environment) {
        return new LinkupComponentCustomizer(environment);
    }

    /** Masks the key and the login of a proxy in what actuators show, also under {@code show-values=always}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static class Masking {

        /** Of a component of any name, in all spellings that Spring Boot takes, as environment variables too. */
        private static final Pattern SECRET = Pattern.compile(
                "(?i)(camel[._]component[._].+|linkup)[._-]" + "(api[_-]?key|proxy[_-]?auth[_-]?(username|password))");

        /** Where the key of the component {@code linkup} comes from. */
        private static final List<String> KEYS =
                List.of("camel.component.linkup.api-key", "linkup.api-key", "LINKUP_API_KEY");

        @Bean
        SanitizingFunction linkupSanitizingFunction(Environment environment) {
            return data -> SECRET.matcher(data.getKey()).matches() || holdsKey(data.getValue(), environment)
                    ? data.withSanitizedValue()
                    : data;
        }

        /** As a property of another name does, whose value the key is, or the command line in {@code sun.java.command}. */
        private static boolean holdsKey(Object value, Environment environment) {
            return value != null
                    && KEYS.stream()
                            .map(environment::getProperty)
                            .anyMatch(key ->
                                    StringUtils.hasText(key) && value.toString().contains(key));
        }
    }
}
