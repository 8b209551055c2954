package com.example.orders;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

public class OrderService {
  static final class CartSnapshot {
    final long id;
    final byte[] content = new byte[4000];
    CartSnapshot(long id) { this.id = id; }
  }

  /** "So that a cart can be restored": nothing is ever taken out. */
  static final Map<Long, CartSnapshot> SNAPSHOTS = new HashMap<>();
  static long next = 0;

  static void say(String text) {
    System.out.println(Instant.now() + " " + text);
  }

  static synchronized void keep(int count) {
    for (int at = 0; at < count; at++) SNAPSHOTS.put(next, new CartSnapshot(next++));
  }

  public static void main(String[] given) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(4));
    boolean[] leaks = { false };
    File release = new File(given[1]);
    server.createContext("/orders", exchange -> {
      byte[] answer = "{\"status\":\"ok\"}".getBytes();
      int status = 200;
      try {
        byte[] page = new byte[2_000_000];
        page[7] = 1;
        if (release.exists()) keep(250);
      } catch (OutOfMemoryError error) {
        status = 500;
        answer = "{\"status\":\"error\"}".getBytes();
        say("ERROR GET /orders 500 java.lang.OutOfMemoryError: " + error.getMessage());
      }
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    say("INFO order service listening");
  }
}
