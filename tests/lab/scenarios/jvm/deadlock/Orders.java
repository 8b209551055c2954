import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Quiet until the file that its first argument names is there; then two transfers take two locks in opposite order. */
public class Orders {
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    Object one = new Object();
    Object other = new Object();
    CountDownLatch both = new CountDownLatch(2);
    transfer("transfer-1", one, other, both);
    transfer("transfer-2", other, one, both);
    Thread.sleep(3_600_000);
  }

  static void transfer(String name, Object first, Object second, CountDownLatch both) {
    new Thread(() -> {
      synchronized (first) {
        both.countDown();
        try { both.await(); } catch (InterruptedException ended) { return; }
        synchronized (second) { System.out.println("never"); }
      }
    }, name).start();
  }
}
