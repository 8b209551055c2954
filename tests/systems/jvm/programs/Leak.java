import java.util.ArrayList;
import java.util.List;

/** A cache without a limit: it grows until collecting frees nothing, and then goes on making short-lived objects. */
public class Leak {
  static final List<byte[]> cache = new ArrayList<>();
  static volatile Object passing;

  public static void main(String[] arguments) throws Exception {
    Runtime runtime = Runtime.getRuntime();
    try {
      while (true) cache.add(new byte[16_384]);
    } catch (OutOfMemoryError full) {
      // A little room, so that it lives on as badly as real ones do.
      for (int index = 0; index < 90; index += 1) cache.remove(cache.size() - 1);
    }
    System.out.println("ready");
    while (true) {
      try { passing = new byte[200_000]; } catch (OutOfMemoryError full) { passing = null; }
      if (runtime.freeMemory() < 0) break;
    }
  }
}
