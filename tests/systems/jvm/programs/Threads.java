import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An executor for each request, never shut down. */
public class Threads {
  public static void main(String[] arguments) throws Exception {
    for (int request = 0; request < 320; request += 1) {
      ExecutorService executor = Executors.newFixedThreadPool(1);
      executor.submit(() -> { }).get();
    }
    System.out.println("ready");
    Thread.sleep(600_000);
  }
}
