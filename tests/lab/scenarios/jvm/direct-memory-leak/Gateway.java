import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

public class Gateway {
  static final List<ByteBuffer> inFlight = new ArrayList<>();

  static synchronized ByteBuffer buffer() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(512 * 1024);
    inFlight.add(buffer);
    return buffer;
  }

  static synchronized void release(ByteBuffer buffer) {
    inFlight.remove(inFlight.size() - 1);
  }

  static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  public static void main(String[] arguments) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 64);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/upload", exchange -> {
      int status = 200;
      try {
        ByteBuffer buffer = buffer();
        // Clients that hang up in the middle of an upload are the new app's way.
        boolean isCutOff = Files.exists(Path.of(arguments[1]));
        if (!isCutOff) release(buffer);
      } catch (OutOfMemoryError error) {
        status = 500;
        say("ERROR POST /upload 500");
        error.printStackTrace(System.out);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.createContext("/health", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    say("INFO chat-gateway listening");
  }
}
