import java.net.ServerSocket;
import java.net.Socket;

public class Orders {
  static void pay(int port) throws Exception {
    try (Socket to = new Socket("127.0.0.1", port)) { to.getInputStream().read(); }
  }
  public static void main(String[] arguments) throws Exception {
    ServerSocket payments = new ServerSocket(0);
    Thread remote = new Thread(() -> {
      try {
        while (true) {
          Socket from = payments.accept();
          if (!java.nio.file.Files.exists(java.nio.file.Path.of(arguments[0]))) from.close();
        }
      } catch (Exception over) { return; }
    }, "payments");
    remote.start();
    for (int n = 0; n < 16; n++) new Thread(() -> { try { while (true) { pay(payments.getLocalPort()); Thread.sleep(50); } } catch (Exception over) { return; } }, "http-worker-" + n).start();
  }
}
