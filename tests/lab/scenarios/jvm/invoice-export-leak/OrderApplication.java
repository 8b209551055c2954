package com.acme.orders;
import com.sun.net.httpserver.*;
import java.io.*; import java.net.*; import java.nio.file.*; import java.time.*; import java.time.format.*; import java.util.*; import java.util.concurrent.*; import java.util.concurrent.atomic.*;
/** Orders with a pool of five database connections (the pool is HikariCP's behaviour in small). */
public class OrderApplication {
  static final String LOG = System.getenv("LOG");
  static final Semaphore POOL = new Semaphore(5, true);
  static final AtomicInteger WAITING = new AtomicInteger(), SEQ = new AtomicInteger(5000);
  static final DateTimeFormatter F = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");
  static synchronized void log(String level, String logger, String text) {
    try { Files.writeString(Path.of(LOG), OffsetDateTime.now().format(F) + "  " + String.format("%5s", level) + " " + ProcessHandle.current().pid() + " --- [order-service] [" + Thread.currentThread().getName() + "] " + logger + " : " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND); } catch (IOException e) { }
  }
  static void connection() throws Exception {
    WAITING.incrementAndGet();
    try {
      if (!POOL.tryAcquire(3, TimeUnit.SECONDS)) throw new java.util.concurrent.TimeoutException("HikariPool-1 - Connection is not available, request timed out after 3000ms (total=5, active=5, idle=0, waiting=" + WAITING.get() + ")");
    } finally { WAITING.decrementAndGet(); }
  }
  static void answer(HttpExchange x, int status, String body) throws IOException { byte[] b = body.getBytes(); x.sendResponseHeaders(status, b.length); x.getResponseBody().write(b); x.close(); }
  public static void main(String[] a) throws Exception {
    log("INFO", "c.acme.orders.OrderApplication", "Starting OrderApplication v4.7.1 using Java 17.0.15 with PID " + ProcessHandle.current().pid());
    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 100);
    AtomicInteger t = new AtomicInteger();
    s.setExecutor(Executors.newFixedThreadPool(20, r -> new Thread(r, "http-nio-8080-exec-" + t.incrementAndGet())));
    s.createContext("/actuator/info", x -> answer(x, 200, "{}"));
    s.createContext("/orders", x -> {
      int id = SEQ.incrementAndGet();
      try { connection(); try { Thread.sleep(15); } finally { POOL.release(); }
        log("INFO", "c.acme.orders.web.OrderController", "order " + id + " read for customer " + (id % 311));
        answer(x, 200, "{\"id\":" + id + "}");
      } catch (Exception e) {
        log("ERROR", "o.a.c.c.C.[.[.[/].[dispatcherServlet]", "Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection] with root cause\n\njava.sql.SQLTransientConnectionException: " + e.getMessage() + "\n\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696) ~[HikariCP-5.0.1.jar:na]\n\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:197) ~[HikariCP-5.0.1.jar:na]\n\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:100) ~[HikariCP-5.0.1.jar:na]\n\tat org.springframework.jdbc.datasource.DataSourceUtils.fetchConnection(DataSourceUtils.java:159) ~[spring-jdbc-6.1.6.jar:6.1.6]\n\tat com.acme.orders.store.OrderStore.read(OrderStore.java:41) ~[classes/:na]\n\tat com.acme.orders.web.OrderController.get(OrderController.java:29) ~[classes/:na]");
        answer(x, 500, "{\"status\":500,\"error\":\"Internal Server Error\"}");
      }
    });
    s.createContext("/invoices/export", x -> {
      try { connection();
        String month = x.getRequestURI().getQuery();
        if (month == null || !month.matches("month=\\d{4}-\\d{2}")) {
          // Thrown before the try that closes the connection.
          String on = Thread.currentThread().getName(), c = "org.postgresql.jdbc.PgConnection@" + Integer.toHexString(new Object().hashCode());
          watch(on, c);
          throw new DateTimeParseException("Text '" + month + "' could not be parsed at index 0", month, 0);
        }
        POOL.release(); answer(x, 200, "ok");
      } catch (Exception e) {
        log("ERROR", "c.acme.orders.export.InvoiceExport", "export failed\n\n" + (e instanceof DateTimeParseException ? "java.time.format.DateTimeParseException: " : "java.sql.SQLTransientConnectionException: ") + e.getMessage() + "\n\tat com.acme.orders.export.InvoiceExport.write(InvoiceExport.java:61) ~[classes/:na]\n\tat com.acme.orders.web.InvoiceController.export(InvoiceController.java:38) ~[classes/:na]");
        answer(x, 500, "{}");
      }
    });
    s.start();
    log("INFO", "com.zaxxer.hikari.HikariDataSource", "HikariPool-1 - Start completed.");
    log("INFO", "c.acme.orders.OrderApplication", "Started OrderApplication in 2.113 seconds (process running for 2.6)");
  }
  static void watch(String on, String c) {
    Thread h = new Thread(() -> { try { Thread.sleep(2000); } catch (InterruptedException e) { }
        log("WARN", "com.zaxxer.hikari.pool.ProxyLeakTask", "Connection leak detection triggered for " + c + " on thread " + on + ", stack trace follows\n\njava.lang.Exception: Apparent connection leak detected\n\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:100) ~[HikariCP-5.0.1.jar:na]\n\tat com.acme.orders.export.InvoiceExport.write(InvoiceExport.java:57) ~[classes/:na]\n\tat com.acme.orders.web.InvoiceController.export(InvoiceController.java:38) ~[classes/:na]");
    }, "HikariPool-1 housekeeper"); h.setDaemon(true); h.start();
  }
}
