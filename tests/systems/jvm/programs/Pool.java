import com.zaxxer.hikari.pool.HikariPool;

/** Workers that each want a connection; two are held by code that never returns them. It also keeps very many idle threads. */
public class Pool {
  public static void main(String[] arguments) throws Exception {
    HikariPool pool = new HikariPool(2);
    for (int index = 1; index <= 12; index += 1) {
      Thread worker = new Thread(() -> OrderService.placeOrder(pool), "http-nio-8080-exec-" + index);
      worker.start();
    }
    System.out.println("ready");
    Thread.sleep(600_000);
  }
}

class OrderService {
  static void placeOrder(HikariPool pool) {
    try {
      pool.getConnection();
      Thread.sleep(600_000);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
