package io.github.camellinkup.springboot;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Masks the key and the login of a proxy in what actuators show, also under {@code show-values=always}, and also where the
 * properties are not used.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class LinkupMaskingAutoConfiguration {

    @Bean
    SanitizingFunction linkupSanitizingFunction(ApplicationContext application) {
        SecretDetector secrets = new SecretDetector(application);
        return data -> secrets.isSecret(data.getKey(), data.getValue()) ? data.withSanitizedValue() : data;
    }
}
