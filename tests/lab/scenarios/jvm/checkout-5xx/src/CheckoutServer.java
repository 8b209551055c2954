package shop.checkout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

public class CheckoutServer {
  record BasketSnapshot(long id, byte[] pages) {}

  /** For going back one step; nobody takes them out again. */
  static final Map<Long, BasketSnapshot> history = new ConcurrentHashMap<>();
  static final AtomicLong ids = new AtomicLong();

  static synchronized void log(String level, String text) {
    System.out.println(Instant.now() + " " + level + " [" + Thread.currentThread().getName() + "] shop.checkout.CheckoutServer - " + text);
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public static void main(String[] given) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/healthz", exchange -> answer(exchange, 200, "{\"status\":\"UP\"}"));
    server.createContext("/basket", exchange -> {
      try {
        byte[] rendered = new byte[3_000_000];
        long id = ids.incrementAndGet();
        rendered[(int) (id % 1000)] = 1;
        history.put(id, new BasketSnapshot(id, new byte[200_000]));
        answer(exchange, 200, "{\"basket\":" + id + "}");
      } catch (OutOfMemoryError error) {
        log("ERROR", "POST /basket failed: " + error);
        answer(exchange, 500, "{\"error\":\"internal\"}");
      }
    });
    // Sent to a collector that was switched off last year.
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(() -> {
      try {
        log("ERROR", "usage statistics could not be sent: java.net.UnknownHostException: telemetry.shop.invalid");
      } catch (OutOfMemoryError error) {
        // Next time.
      }
    }, 0, 3, TimeUnit.SECONDS);
    server.start();
    log("INFO", "started on " + given[0]);
  }
}
