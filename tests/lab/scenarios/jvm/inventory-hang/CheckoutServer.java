package com.acme.checkout;
import com.sun.net.httpserver.*;
import java.io.*; import java.net.*; import java.nio.file.*; import java.time.*; import java.time.format.*; import java.util.concurrent.*; import java.util.concurrent.atomic.*;
/** Checkout: eight worker threads, each asks the inventory without a read timeout. */
public class CheckoutServer {
  static final String LOG = System.getenv("LOG");
  static final AtomicInteger N = new AtomicInteger(700);
  static ThreadPoolExecutor pool;
  static synchronized void log(String level, String logger, String text) {
    try { Files.writeString(Path.of(LOG), LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS")) + " " + String.format("%-5s", level) + " [" + Thread.currentThread().getName() + "] " + logger + " - " + text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND); } catch (IOException e) { }
  }
  static void answer(HttpExchange x, int status, String body) throws IOException { byte[] b = body.getBytes(); x.sendResponseHeaders(status, b.length); x.getResponseBody().write(b); x.close(); }
  static class InventoryClient {
    static String reserve(int cart) throws IOException {
      URL u = new URL(System.getenv("INVENTORY_URL") + "/reserve?cart=" + cart);
      URLConnection c = u.openConnection(); c.setConnectTimeout(1000);
      try (InputStream in = c.getInputStream()) { return new String(in.readAllBytes()); }
    }
  }
  public static void main(String[] a) throws Exception {
    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 100);
    AtomicInteger t = new AtomicInteger();
    pool = new ThreadPoolExecutor(8, 8, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> new Thread(r, "checkout-worker-" + t.incrementAndGet()));
    s.setExecutor(pool);
    s.createContext("/", x -> {
      long began = System.currentTimeMillis(); int cart = N.incrementAndGet();
      if (x.getRequestURI().getPath().equals("/ping")) { answer(x, 200, "pong"); return; }
      try { InventoryClient.reserve(cart);
        log("INFO", "com.acme.checkout.CheckoutHandler", "cart " + cart + " reserved in " + (System.currentTimeMillis() - began) + " ms"); answer(x, 200, "{}"); }
      catch (IOException e) { log("ERROR", "com.acme.checkout.CheckoutHandler", "cart " + cart + " failed: " + e); answer(x, 503, "{}"); }
    });
    s.start();
    log("INFO", "com.acme.checkout.CheckoutServer", "checkout started, workers=8, inventory=" + System.getenv("INVENTORY_URL"));
    Executors.newScheduledThreadPool(1, r -> { Thread d = new Thread(r, "pool-monitor"); d.setDaemon(true); return d; }).scheduleAtFixedRate(() -> {
      int q = pool.getQueue().size();
      log(q > 10 ? "WARN" : "INFO", "com.acme.checkout.PoolMonitor", "checkout-worker pool: active=" + pool.getActiveCount() + "/8 queued=" + q + " completed=" + pool.getCompletedTaskCount());
    }, 2, 3, TimeUnit.SECONDS);
  }
}
