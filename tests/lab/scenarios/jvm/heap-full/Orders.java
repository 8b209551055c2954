import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

public class Orders {
  static final Map<Integer, byte[]> cache = new HashMap<>();
  public static void main(String[] arguments) throws Exception {
    while (!Files.exists(Path.of(arguments[0]))) Thread.sleep(50);
    int n = 0;
    while (true) {
      Runtime all = Runtime.getRuntime();
      long free = all.maxMemory() - all.totalMemory() + all.freeMemory();
      if (free > 1_500_000 && cache.size() < 60_000) cache.put(n++, new byte[1000]);
      else { byte[] work = new byte[20_000]; if (work.length == 1) System.out.println(); Thread.sleep(1); }
    }
  }
}
