package com.acme.invoice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes invoices as uploads: PORT BASE, where BASE stands for the system's temporary folder. */
public class InvoiceApplication {
  static final Random RANDOM = new Random();
  static Path location;

  static class MultipartException extends RuntimeException {
    MultipartException(Throwable cause) {
      super("Failed to parse multipart servlet request", cause);
    }
  }

  static synchronized void log(String level, String logger, String text) {
    System.out.printf("%s %5s %d --- [%15s] %-40s : %s%n", Instant.now().truncatedTo(ChronoUnit.MILLIS), level, ProcessHandle.current().pid(),
        Thread.currentThread().getName(), logger, text);
  }

  static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  static Path parseRequest(byte[] body) throws IOException {
    if (!Files.isDirectory(location)) throw new IOException("The temporary upload location [" + location + "] is not valid");
    return Files.write(Files.createTempFile(location, "upload_", ".tmp"), body);
  }

  static void upload(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Path part;
      try {
        part = parseRequest(body);
      } catch (IOException error) {
        throw new MultipartException(error);
      }
      Files.delete(part);
      log("INFO", "c.a.invoice.web.UploadController", "invoice stored, " + body.length + " bytes");
      say(exchange, 201, "{\"status\":\"stored\"}");
    } catch (MultipartException error) {
      java.io.StringWriter trace = new java.io.StringWriter();
      error.getCause().printStackTrace(new java.io.PrintWriter(trace));
      log("ERROR", "o.a.c.c.C.[.[.[/].[dispatcherServlet]", "Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception "
          + "[Request processing failed: " + error + "] with root cause\n\n" + trace.toString().stripTrailing() + "\n");
      say(exchange, 500, "{\"status\":500,\"error\":\"Internal Server Error\",\"path\":\"/api/invoices/upload\"}");
    }
  }

  static void list(HttpExchange exchange) throws IOException {
    if (RANDOM.nextInt(6) == 0) log("WARN", ".w.s.m.s.DefaultHandlerExceptionResolver", "Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PROPFIND' is not supported]");
    log("INFO", "c.a.invoice.web.InvoiceController", "listed " + (1 + RANDOM.nextInt(40)) + " invoices");
    say(exchange, 200, "[]");
  }

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    location = Path.of(arguments[1], "tomcat." + port + ".5512894467", "work", "Tomcat", "localhost", "ROOT");
    Files.createDirectories(location);
    Thread.currentThread().setName("main");
    log("INFO", "c.a.invoice.InvoiceApplication", "Starting InvoiceApplication v5.2.1 using Java 17");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 50);
    AtomicInteger threads = new AtomicInteger();
    server.setExecutor(Executors.newFixedThreadPool(6, (work) -> new Thread(work, "nio-" + port + "-exec-" + threads.incrementAndGet())));
    server.createContext("/actuator/health", (exchange) -> say(exchange, 200, "{\"status\":\"UP\"}"));
    server.createContext("/api/invoices/upload", InvoiceApplication::upload);
    server.createContext("/api/invoices", InvoiceApplication::list);
    server.start();
    log("INFO", "o.s.b.w.embedded.tomcat.TomcatWebServer", "Tomcat started on port " + port + " (http) with context path ''");
    log("INFO", "c.a.invoice.InvoiceApplication", "Started InvoiceApplication in 3.417 seconds");
    var scheduled = Executors.newScheduledThreadPool(1, (work) -> {
      Thread thread = new Thread(work, "scheduling-1");
      thread.setDaemon(true);
      return thread;
    });
    scheduled.scheduleAtFixedRate(() -> {
      log("WARN", "com.zaxxer.hikari.pool.PoolBase", "HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@" + Integer.toHexString(RANDOM.nextInt())
          + " (This connection has been closed.). Possibly consider using a shorter maxLifetime value.");
      log("INFO", "com.zaxxer.hikari.pool.HikariPool", "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@" + Integer.toHexString(RANDOM.nextInt()));
    }, 1, 15, TimeUnit.SECONDS);
    scheduled.scheduleAtFixedRate(() -> log("INFO", "c.a.invoice.jobs.DunningJob", "dunning run: 0 letters"), 3, 10, TimeUnit.SECONDS);
  }
}
