package com.acme.catalog;
import com.sun.net.httpserver.*;
import java.io.*; import java.net.*; import java.nio.file.*; import java.time.*; import java.time.format.*; import java.util.*; import java.util.concurrent.*; import java.util.concurrent.atomic.*;
/** A catalogue that keeps each rendered thumbnail for ever. */
public class CatalogApplication {
  static final String LOG = System.getenv("LOG");
  static final Map<String, byte[]> THUMBNAILS = new ConcurrentHashMap<>();
  static synchronized void log(String level, String logger, String text) {
    try { Files.writeString(Path.of(LOG), LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")) + " [" + Thread.currentThread().getName() + "] " + String.format("%-5s", level) + " " + logger + " - " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND); } catch (IOException e) { }
  }
  static void answer(HttpExchange x, int status, String body) throws IOException { byte[] b = body.getBytes(); x.sendResponseHeaders(status, b.length); x.getResponseBody().write(b); x.close(); }
  public static void main(String[] a) throws Exception {
    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 100);
    AtomicInteger t = new AtomicInteger(), n = new AtomicInteger();
    s.setExecutor(Executors.newFixedThreadPool(4, r -> new Thread(r, "XNIO-1 task-" + t.incrementAndGet())));
    s.createContext("/", x -> {
      String path = x.getRequestURI().toString();
      if (path.equals("/ready")) { answer(x, 200, "ok"); return; }
      try {
        byte[] work = new byte[3_000_000];
        if (path.startsWith("/thumb")) THUMBNAILS.computeIfAbsent(path, p -> new byte[700_000]);
        work[1] = 1;
        if (n.incrementAndGet() % 4 == 0) log("INFO", "c.a.catalog.web.ProductController", "GET " + path + " 200 " + (5 + n.get() % 9) + "ms, thumbnails cached: " + THUMBNAILS.size());
        answer(x, 200, "{}");
      } catch (OutOfMemoryError e) {
        log("ERROR", "io.undertow.request", "UT005023: Exception handling request to " + path + "\njava.lang.OutOfMemoryError: " + e.getMessage() + "\n\tat com.acme.catalog.image.Renderer.render(Renderer.java:88)\n\tat com.acme.catalog.image.ThumbnailCache.get(ThumbnailCache.java:34)\n\tat com.acme.catalog.web.ProductController.product(ProductController.java:52)\n\tat io.undertow.server.Connectors.executeRootHandler(Connectors.java:393)");
        answer(x, 500, "{}");
      }
    });
    s.start();
    log("INFO", "c.a.catalog.CatalogApplication", "Started CatalogApplication, max heap " + Runtime.getRuntime().maxMemory() / 1048576 + " MB");
  }
}
