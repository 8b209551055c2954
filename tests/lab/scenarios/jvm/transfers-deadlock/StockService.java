package com.example.stock;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.Executors;

public class StockService {
  static final class Warehouse {
    final String name;
    int pieces = 100_000;
    Warehouse(String name) { this.name = name; }
  }

  static final Warehouse NORTH = new Warehouse("north");
  static final Warehouse SOUTH = new Warehouse("south");

  static void say(String text) {
    System.out.println(Instant.now() + " " + text);
  }

  /** Takes the first warehouse, looks its paper work up, takes the second. */
  static void transfer(Warehouse from, Warehouse to, int pieces, int paperWork) {
    synchronized (from) {
      pause(paperWork);
      synchronized (to) {
        from.pieces -= pieces;
        to.pieces += pieces;
      }
    }
  }

  static void pause(int ms) {
    try { Thread.sleep(ms); } catch (InterruptedException ended) { Thread.currentThread().interrupt(); }
  }

  public static void main(String[] given) throws Exception {
    File busy = new File(given[1]);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/stock", exchange -> {
      int pieces;
      synchronized (NORTH) { synchronized (SOUTH) { pieces = NORTH.pieces + SOUTH.pieces; } }
      byte[] answer = ("{\"status\":\"ok\",\"pieces\":" + pieces + "}").getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    say("INFO stock service listening");
    new Thread(() -> { while (true) { transfer(NORTH, SOUTH, 1, busy.exists() ? 300 : 0); pause(100); } }, "transfer-north-south").start();
    new Thread(() -> { while (true) { if (busy.exists()) transfer(SOUTH, NORTH, 1, 300); pause(100); } }, "transfer-south-north").start();
  }
}
