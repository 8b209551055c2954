public class Orders {
  public static void main(String[] arguments) throws Exception { Thread.sleep(3600000); }
}
