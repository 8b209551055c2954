package com.acme.pricing;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Prices in foreign currencies: PORT RATES. */
public class PricingApplication {
  static class RateBook {
    private final Map<String, Double> rates = new HashMap<>(Map.of("EUR", 7.8, "USD", 7.2));

    synchronized double rate(String currency) {
      return rates.getOrDefault(currency, 1.0);
    }

    synchronized void refresh(String address) throws Exception {
      URLConnection connection = URI.create(address).toURL().openConnection();
      try (InputStream in = connection.getInputStream()) {
        rates.put("EUR", 7.5 + in.readAllBytes().length % 10 / 10.0);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    RateBook book = new RateBook();
    book.refresh(arguments[1]);
    AtomicInteger workers = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 200);
    server.setExecutor(Executors.newFixedThreadPool(16, (work) -> new Thread(work, "http-worker-" + workers.incrementAndGet())));
    server.createContext("/", (exchange) -> {
      byte[] body = ("{\"status\":\"ok\",\"price\":" + 100 * book.rate("EUR") + "}").getBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    System.out.println(Instant.now() + " INFO  [main] PricingApplication - listening on " + port);
    Thread refresher = new Thread(() -> {
      while (true) {
        try {
          Thread.sleep(3000);
          book.refresh(arguments[1]);
          System.out.println(Instant.now() + " INFO  [rate-refresher] RateBook - rates refreshed");
        } catch (Exception error) {
          System.out.println(Instant.now() + " WARN  [rate-refresher] RateBook - rates not refreshed, the old ones stay: " + error);
        }
      }
    }, "rate-refresher");
    refresher.start();
  }
}
