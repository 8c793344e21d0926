package io.github.camellinkup.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Authenticates to a proxy with {@code Basic}, preemptively and in a masked header. HttpClient's own answer to a challenge
 * of the proxy would be logged with the password, which {@code Basic} does not hide.
 */
record ProxyCredentials(CredentialsProvider users) implements HttpRequestInterceptor {

    /** The user for the proxy of the settings or of the system; null if none is known. */
    static CredentialsProvider users(HttpSettings settings) {
        if (settings.proxyHost != null) {
            if (settings.proxyAuthUsername == null) {
                return null;
            }
            BasicCredentialsProvider provider = new BasicCredentialsProvider();
            String password = settings.proxyAuthPassword == null ? "" : settings.proxyAuthPassword;
            provider.setCredentials(
                    new AuthScope(settings.proxyHost, settings.proxyPort),
                    new UsernamePasswordCredentials(settings.proxyAuthUsername, password.toCharArray()));
            return provider;
        }
        return settings.useSystemProperties ? new SystemDefaultCredentialsProvider() : null;
    }

    /** The passwords of the settings and of the system, as they are and as they are sent. */
    static List<String> secrets(HttpSettings settings) {
        List<String> secrets = new ArrayList<>();
        add(secrets, settings.proxyAuthUsername, settings.proxyAuthPassword);
        if (settings.useSystemProperties) {
            for (String scheme : List.of("http", "https")) {
                add(secrets, System.getProperty(scheme + ".proxyUser"), System.getProperty(scheme + ".proxyPassword"));
            }
        }
        return secrets;
    }

    private static void add(List<String> secrets, String username, String password) {
        if (password != null && !password.isEmpty()) {
            secrets.add(password);
            secrets.add(encoded(username, password));
        }
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        RouteInfo route = HttpClientContext.cast(context).getHttpRoute();
        HttpHost proxy = route == null ? null : route.getProxyHost();
        boolean toProxy = proxy != null && (Method.CONNECT.isSame(request.getMethod()) || !route.isTunnelled());
        if (!toProxy) {
            return;
        }
        Credentials credentials = users.getCredentials(new AuthScope(proxy), context);
        if (credentials instanceof UsernamePasswordCredentials user) {
            request.setHeader(new MaskedHeader(
                    HttpHeaders.PROXY_AUTHORIZATION,
                    "Basic " + encoded(user.getUserName(), new String(user.getUserPassword()))));
        }
    }

    private static String encoded(String username, String password) {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
