import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

public class Orders {
  static class ConnectionPool {
    final BlockingQueue<Object> free = new ArrayBlockingQueue<>(5);
    ConnectionPool() { for (int n = 0; n < 5; n++) free.add(new Object()); }
    Object borrow() throws InterruptedException { return free.take(); }
    void give(Object connection) { free.add(connection); }
  }
  public static void main(String[] arguments) {
    ConnectionPool pool = new ConnectionPool();
    for (int n = 0; n < 20; n++) {
      Thread worker = new Thread(() -> {
        try {
          while (true) {
            Object connection = pool.borrow();
            Thread.sleep(20);
            if (!Files.exists(Path.of(arguments[0]))) pool.give(connection);
          }
        } catch (InterruptedException over) { return; }
      }, "http-worker-" + n);
      worker.start();
    }
  }
}
