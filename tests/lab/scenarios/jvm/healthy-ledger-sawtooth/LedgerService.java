package com.acme.ledger;
import com.sun.net.httpserver.*;
import java.io.*; import java.net.*; import java.nio.file.*; import java.time.*; import java.time.format.*; import java.util.concurrent.*;
/** Uses a lot of short-lived memory, as it always did; nothing is kept. */
public class LedgerService {
  static synchronized void log(String level, String text) {
    try { Files.writeString(Path.of(System.getenv("LOG")), LocalDateTime.now().format(DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm:ss.SSS")) + " [" + Thread.currentThread().getName() + "] " + level + " com.acme.ledger.Posting - " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND); } catch (IOException e) { }
  }
  static volatile byte[] recent;
  public static void main(String[] a) throws Exception {
    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 50);
    s.setExecutor(Executors.newFixedThreadPool(4));
    s.createContext("/", x -> { recent = new byte[900_000]; log("INFO", "posting booked, errorCode=0, failed=0, retries=0"); byte[] b = "{}".getBytes(); x.sendResponseHeaders(200, b.length); x.getResponseBody().write(b); x.close(); });
    s.start(); log("INFO", "LedgerService started, OutOfMemoryError handler: -XX:+ExitOnOutOfMemoryError");
  }
}
