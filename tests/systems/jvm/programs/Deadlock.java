import java.util.concurrent.CountDownLatch;

/** Two threads that take two locks in opposite order, and workers that wait for a third one. */
public class Deadlock {
  public static void main(String[] arguments) throws Exception {
    Object accounts = new Object();
    Object orders = new Object();
    CountDownLatch both = new CountDownLatch(2);
    take("transfer-1", accounts, orders, both);
    take("transfer-2", orders, accounts, both);
    both.await();
    System.out.println("ready");
    Thread.sleep(600_000);
  }

  static void take(String name, Object first, Object second, CountDownLatch both) {
    new Thread(() -> {
      synchronized (first) {
        both.countDown();
        try { both.await(); } catch (InterruptedException ended) { return; }
        synchronized (second) { System.out.println("never"); }
      }
    }, name).start();
  }
}
