package com.example.price;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.Executors;

public class PriceService {
  public static void main(String[] given) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(given[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/price", exchange -> {
      byte[][] pages = new byte[40][];
      for (int at = 0; at < pages.length; at++) pages[at] = new byte[16_000];
      byte[] answer = ("{\"status\":\"ok\",\"pages\":" + pages.length + "}").getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
    System.out.println(Instant.now() + " INFO price service listening");
  }
}
