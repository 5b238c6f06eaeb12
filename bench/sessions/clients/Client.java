// Asks each address so often, in a session each. java Client AUTHORITY COUNT ADDRESS…
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Client {
  public static void main(String[] given) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var authority = CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of(given[0])));
    store.setCertificateEntry("authority", authority);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    for (int round = Integer.parseInt(given[1]); round > 0; round--) {
      for (int i = 2; i < given.length; i++) {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(given[i]).openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout(20_000);
        connection.getInputStream().readAllBytes();
      }
    }
  }
}
