package shop.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class NotificationService {
  static final AtomicInteger count = new AtomicInteger();

  static synchronized void log(String level, String text) {
    System.out.println(Instant.now() + " " + level + " " + text);
  }

  public static void main(String[] given) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/notify", exchange -> {
      int id = count.incrementAndGet();
      int status = 202;
      try {
        // One of its own for each mail, and no shutdown().
        ExecutorService sender = Executors.newSingleThreadExecutor(work -> new Thread(work, "mail-sender-" + id));
        sender.submit(() -> log("INFO", "mail for order " + id + " sent"));
      } catch (Throwable error) {
        log("ERROR", "mail for order " + id + " not sent: " + error);
        status = 500;
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
    log("INFO", "started on " + given[0]);
  }
}
