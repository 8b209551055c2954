import java.nio.file.Files;
import java.nio.file.Path;

public class Orders {
  static final Object stock = new Object();
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    new Thread(() -> { synchronized (stock) { try { Thread.sleep(3_600_000); } catch (InterruptedException ended) { } } }, "price-import").start();
    Thread.sleep(500);
    for (int n = 0; n < 40; n += 1) new Thread(() -> { synchronized (stock) { System.out.println("sold"); } }, "http-worker-" + n).start();
    Thread.sleep(3_600_000);
  }
}
