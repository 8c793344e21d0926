package io.github.camellinkup.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The key that the HTTPS side shows, and what a client needs to trust it. */
record Tls(URL keystore, String password, String type) {

    /** A self-signed certificate for localhost that comes with the stand-in; it protects nothing. */
    static Tls builtIn() {
        return new Tls(Tls.class.getResource("localhost.p12"), "linkup-test", "PKCS12");
    }

    static Tls of(Path keystore, String password) {
        try {
            String type = KeyStore.getInstance(keystore.toFile(), password.toCharArray())
                    .getType();
            return new Tls(keystore.toUri().toURL(), password, type);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("Cannot open the keystore " + keystore, e);
        }
    }

    String path() {
        return keystore.toString();
    }

    X509Certificate certificate() {
        try {
            KeyStore keys = load();
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    return (X509Certificate) keys.getCertificate(alias);
                }
            }
            throw new IllegalArgumentException("There is no key in the keystore " + keystore);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("Cannot open the keystore " + keystore, e);
        }
    }

    SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("linkup-stand-in", certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot trust the stand-in's certificate", e);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(type);
        try (InputStream in = keystore.openStream()) {
            keys.load(in, password.toCharArray());
        }
        return keys;
    }

    @Override
    public String toString() {
        return "Tls[" + keystore + "]";
    }
}
