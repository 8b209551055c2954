import java.nio.file.Files;
import java.nio.file.Path;

public class Orders {
  static volatile long price;
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    new Thread(() -> { while (true) price += 1; }, "pricing-loop").start();
    Thread.sleep(3_600_000);
  }
}
