import java.nio.file.Files;
import java.nio.file.Path;

public class Orders {
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    for (int n = 0; n < 3000; n += 1) {
      Thread order = new Thread(null, () -> { try { Thread.sleep(3_600_000); } catch (InterruptedException ended) { } }, "order-" + n, 65536);
      order.start();
      Thread.sleep(n < 800 ? 2 : 40);
    }
    Thread.sleep(3_600_000);
  }
}
