package com.acme.pricing;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

public class PricingService {
  static final class Quote { final double[] curve = new double[4000]; final String symbol; Quote(String symbol) { this.symbol = symbol; } }
  static final class QuoteCache {
    private final Map<String, Quote> quotes = new ConcurrentHashMap<>();
    Quote get(String key) { return quotes.computeIfAbsent(key, Quote::new); }
    int size() { return quotes.size(); }
  }
  static final QuoteCache CACHE = new QuoteCache();
  static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

  static void log(String level, String text) { System.out.println(LocalDateTime.now().format(STAMP) + " " + level + " [" + Thread.currentThread().getName() + "] c.a.pricing.PricingService - " + text); }

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/quote", asked -> {
      int code = 200;
      try {
        Quote quote = CACHE.get(asked.getRequestURI().getQuery());
        if (CACHE.size() % 200 == 0) log("INFO", "served " + CACHE.size() + " quotes, last " + quote.symbol);
      } catch (Throwable e) {
        code = 500;
        log("ERROR", "quote failed: " + asked.getRequestURI());
        e.printStackTrace(System.out);
      }
      byte[] body = (code == 200 ? "{}" : "{\"error\":\"internal\"}").getBytes();
      asked.sendResponseHeaders(code, body.length); asked.getResponseBody().write(body); asked.close();
    });
    server.start();
    log("INFO", "pricing-svc 0.31.7 started");
  }
}
