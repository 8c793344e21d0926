package io.github.camellinkup.quarkus.it;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** TLS settings, for {@code camel.component.linkup.ssl-context-parameters=#bean:gateway}. */
public class Gateway {

    // snippet:gateway
    @Produces
    @Singleton
    @Named("gateway")
    SSLContextParameters trusted(
            @ConfigProperty(name = "gateway.trust-store") String file,
            @ConfigProperty(name = "gateway.password") String password) {
        KeyStoreParameters certificates = new KeyStoreParameters();
        certificates.setResource(file);
        certificates.setPassword(password);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(certificates);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        return tls;
    }
    // end:gateway
}
