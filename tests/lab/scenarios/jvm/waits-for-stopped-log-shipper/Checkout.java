import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Answers requests and writes a line of log for each, to standard output, as everybody does. */
public class Checkout {
  static final Object appender = new Object();
  static void log(String line) {
    synchronized (appender) { System.out.println(line); System.out.flush(); }
  }
  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 64);
    int[] number = new int[1];
    server.setExecutor(Executors.newFixedThreadPool(8, task -> new Thread(task, "http-worker-" + number[0]++)));
    server.createContext("/", exchange -> {
      log("INFO checkout " + exchange.getRequestURI() + " " + "x".repeat(600));
      byte[] body = "{\"status\":\"ok\"}".getBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }
}
