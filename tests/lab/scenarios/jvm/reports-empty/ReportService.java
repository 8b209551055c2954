package com.example.reports;

import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.*;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class ReportService {
  static final Path home = Path.of(System.getenv("LAB_DIR"));
  static final AtomicInteger count = new AtomicInteger(7300);

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + '"';
  }

  static synchronized void log(Instant at, String level, String logger, String message, Throwable error) {
    String stack = "";
    if (error != null) {
      StringWriter words = new StringWriter();
      error.printStackTrace(new PrintWriter(words));
      stack = ",\"stack_trace\":" + quoted(words.toString());
    }
    String line = "{\"@timestamp\":" + quoted(at.toString()) + ",\"@version\":\"1\",\"message\":" + quoted(message) + ",\"logger_name\":" + quoted(logger)
      + ",\"thread_name\":" + quoted(Thread.currentThread().getName()) + ",\"level\":" + quoted(level) + ",\"level_value\":" + (level.equals("ERROR") ? 40000 : 20000)
      + ",\"app\":\"report-service\"" + stack + "}\n";
    try {
      Files.writeString(home.resolve("log/report-service.json"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException ignored) { }
  }

  static void render(boolean keep) throws IOException {
    Path file = Files.createTempFile("poi-sxssf-sheet", ".xml");
    try {
      byte[] rows = new byte[400_000];
      java.util.Arrays.fill(rows, (byte) 'r');
      try (OutputStream out = Files.newOutputStream(file)) { out.write(rows); }
    } catch (IOException error) {
      Files.deleteIfExists(file);
      throw error;
    }
    if (!keep) Files.delete(file);
  }

  public static void main(String[] given) throws Exception {
    for (int back = 900; back > 3; back -= 6) log(Instant.now().minusSeconds(back), "INFO", "com.example.reports.ReportController", "report " + count.incrementAndGet() + " rendered in " + (90 + back % 40) + " ms, 1200 rows", null);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("LAB_PORT_1"))), 50);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", exchange -> {
      int status = 200;
      if (exchange.getRequestURI().getPath().startsWith("/reports")) {
        int number = count.incrementAndGet();
        long begun = System.nanoTime();
        try {
          Properties settings = new Properties();
          try (Reader in = Files.newBufferedReader(home.resolve("etc/application.properties"))) { settings.load(in); }
          render(Boolean.parseBoolean(settings.getProperty("report.temp-files.keep")));
          log(Instant.now(), "INFO", "com.example.reports.ReportController", "report " + number + " rendered in " + (System.nanoTime() - begun) / 1_000_000 + " ms, 1200 rows", null);
        } catch (Exception error) {
          status = 500;
          log(Instant.now(), "ERROR", "com.example.reports.ReportController", "report " + number + " could not be rendered", error);
        }
      }
      byte[] body = (status == 200 ? "{\"status\":\"UP\"}" : "{\"status\":500,\"error\":\"Internal Server Error\"}").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    log(Instant.now(), "INFO", "com.example.reports.ReportService", "Started ReportService in 1.204 seconds", null);
  }
}
