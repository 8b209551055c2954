public class Orders {
  static final byte[][] live = new byte[20][];
  public static void main(String[] arguments) throws Exception {
    for (int n = 0; ; n += 1) { live[n % live.length] = new byte[100_000]; Thread.sleep(10); }
  }
}
