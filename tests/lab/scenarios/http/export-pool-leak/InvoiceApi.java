import com.sun.net.httpserver.*;
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;

/** invoice-api: its Redis connections come from a pool of eight. */
public class InvoiceApi {
  static final class Pool {
    final BlockingQueue<Socket> idle = new LinkedBlockingQueue<>();
    final int total = 8; int made; int waiting;
    final Map<Socket, String> lent = new ConcurrentHashMap<>();
    final int port;
    Pool(int port) { this.port = port; }
    Socket borrow(String who) throws Exception {
      Socket found = idle.poll();
      synchronized (this) { if (found == null && made < total) { found = new Socket("127.0.0.1", port); made++; } }
      if (found == null) {
        synchronized (this) { waiting++; }
        try { found = idle.poll(2, TimeUnit.SECONDS); } finally { synchronized (this) { waiting--; } }
      }
      if (found == null) throw new NoSuchElementException("Timeout waiting for idle object, borrowMaxWaitDuration=PT2S");
      lent.put(found, who);
      return found;
    }
    void giveBack(Socket socket) { lent.remove(socket); idle.add(socket); }
    String stats() {
      Map<String, Integer> by = new TreeMap<>();
      for (String who : lent.values()) by.merge(who, 1, Integer::sum);
      return "numActive=" + lent.size() + " numIdle=" + idle.size() + " maxTotal=" + total + " numWaiters=" + waiting + " borrowedBy=" + by;
    }
  }
  static Pool pool;
  static void log(String level, String where, String text) {
    System.out.println(LocalDateTime.now().toString().replace('T', ' ').substring(0, 23) + " " + String.format("%5s", level) + " 1 --- [" + Thread.currentThread().getName() + "] " + where + " : " + text);
  }
  static String ask(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes());
    return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
  }
  static void say(HttpExchange x, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    x.getResponseHeaders().set("content-type", "application/json");
    x.sendResponseHeaders(status, body.length); x.getResponseBody().write(body); x.close();
  }
  public static void main(String[] args) throws Exception {
    pool = new Pool(Integer.parseInt(args[1]));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(24, r -> new Thread(r, "http-nio-exec")));
    server.createContext("/actuator/health", x -> say(x, 200, "{\"status\":\"UP\"}"));
    server.createContext("/api/invoices/", x -> {
      try {
        Socket socket = pool.borrow("InvoiceController.get");
        try { say(x, 200, "{\"invoice\":\"" + ask(socket, "INCR invoice:reads").substring(1) + "\"}"); } finally { pool.giveBack(socket); }
      } catch (Exception failure) {
        log("ERROR", "c.acme.invoice.InvoiceController", "redis.clients.jedis.exceptions.JedisException: Could not get a resource from the pool\nCaused by: java.util.NoSuchElementException: " + failure.getMessage());
        say(x, 500, "{\"error\":\"Internal Server Error\"}");
      }
    });
    server.createContext("/api/export", x -> {
      try {
        Socket socket = pool.borrow("ExportController.exportCsv:88");
        String month = x.getRequestURI().getQuery();
        ask(socket, "INCR invoice:exports");
        if (!month.matches("month=\\d{4}-\\d{2}")) throw new IllegalArgumentException("Text '" + month + "' could not be parsed at index 6");
        say(x, 200, "{\"rows\":120}");
        pool.giveBack(socket);
      } catch (IllegalArgumentException failure) {
        log("WARN", "c.acme.invoice.ExportController", "export rejected: java.time.format.DateTimeParseException: " + failure.getMessage() + "\n\tat com.acme.invoice.ExportController.exportCsv(ExportController.java:88)");
        say(x, 400, "{\"error\":\"bad month\"}");
      } catch (Exception failure) {
        log("ERROR", "c.acme.invoice.ExportController", "redis.clients.jedis.exceptions.JedisException: Could not get a resource from the pool");
        say(x, 500, "{\"error\":\"Internal Server Error\"}");
      }
    });
    server.start();
    log("INFO", "c.acme.invoice.InvoiceApplication", "Started InvoiceApplication in 1.9 seconds");
    while (true) { Thread.sleep(5000); log("INFO", "c.acme.invoice.PoolMetrics", "jedis-pool " + pool.stats()); }
  }
}
