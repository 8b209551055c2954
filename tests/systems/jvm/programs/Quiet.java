/** Does nothing, well. */
public class Quiet {
  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    Thread.sleep(600_000);
  }
}
