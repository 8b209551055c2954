import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URL;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;

public class Payments {
  static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  static int charge(String bank) {
    try {
      HttpsURLConnection connection = (HttpsURLConnection) new URL(bank).openConnection();
      connection.setConnectTimeout(2000);
      connection.setReadTimeout(2000);
      int status = connection.getResponseCode();
      connection.getInputStream().readAllBytes();
      say("INFO charge accepted by the bank, " + status);
      return 200;
    } catch (Exception error) {
      say("ERROR charge failed, " + bank);
      error.printStackTrace(System.out);
      return 502;
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("http.keepAlive", "false");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 64);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/pay", exchange -> {
      exchange.sendResponseHeaders(charge(arguments[1]), -1);
      exchange.close();
    });
    server.createContext("/health", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    say("INFO payments listening");
    for (int round = 0; ; round++) {
      Thread.sleep(3000);
      say("WARN price cache is cold, hit rate 31 %");
    }
  }
}
