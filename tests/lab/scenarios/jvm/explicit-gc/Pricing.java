import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

public class Pricing {
  static final List<int[]> prices = new ArrayList<>();
  public static void main(String[] arguments) throws Exception {
    for (int n = 0; n < 200_000; n += 1) prices.add(new int[8]);
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    while (true) { System.gc(); Thread.sleep(5); }
  }
}
