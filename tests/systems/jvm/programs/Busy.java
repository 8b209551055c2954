import java.util.concurrent.CountDownLatch;

/** One thread that computes for ever, one that sleeps with a lock in its hands, and ten that want it. */
public class Busy {
  static long counted;

  public static void main(String[] arguments) throws Exception {
    Object catalogue = new Object();
    CountDownLatch held = new CountDownLatch(1);
    new Thread(() -> {
      synchronized (catalogue) {
        held.countDown();
        try { Thread.sleep(600_000); } catch (InterruptedException ended) { return; }
      }
    }, "catalogue-loader").start();
    held.await();
    for (int index = 1; index <= 10; index += 1)
      new Thread(() -> { synchronized (catalogue) { counted += 1; } }, "http-nio-8080-exec-" + index).start();
    Thread loop = new Thread(() -> { while (true) repriceEverything(); }, "price-loop");
    loop.start();
    System.out.println("ready");
    Thread.sleep(600_000);
  }

  static void repriceEverything() {
    for (int index = 0; index < 1_000_000; index += 1) counted = counted * 31 + index;
  }
}
