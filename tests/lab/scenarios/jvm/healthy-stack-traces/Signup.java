import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;

public class Signup {
  static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  static void validate(String email) {
    if (email == null || !email.contains("@")) throw new IllegalArgumentException("not an e-mail address: '" + email + "'");
  }

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 64);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/signup", exchange -> {
      int status = 200;
      try {
        validate(exchange.getRequestURI().getQuery());
        say("INFO POST /signup 200");
      } catch (IllegalArgumentException error) {
        status = 400;
        say("WARN POST /signup 400 form rejected, the user is asked again");
        error.printStackTrace(System.out);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.createContext("/health", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    say("INFO signup listening");
  }
}
