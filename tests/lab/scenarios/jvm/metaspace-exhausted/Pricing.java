import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles each price rule into a class of a new loader, and (once the file is there) never lets go of them. */
public class Pricing {
  static final List<Object> rules = new ArrayList<>();

  static class RuleLoader extends ClassLoader {
    Class<?> define(String name, byte[] code) { return defineClass(name, code, 0, code.length); }
  }

  /** A class with many constants and no code. */
  static byte[] rule(String name, int fields) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE); out.writeShort(0); out.writeShort(52);
    out.writeShort(6 + fields);
    out.writeByte(1); out.writeUTF(name);
    out.writeByte(7); out.writeShort(1);
    out.writeByte(1); out.writeUTF("java/lang/Object");
    out.writeByte(7); out.writeShort(3);
    out.writeByte(1); out.writeUTF("I");
    for (int n = 0; n < fields; n++) { out.writeByte(1); out.writeUTF("price" + n); }
    out.writeShort(0x21); out.writeShort(2); out.writeShort(4); out.writeShort(0);
    out.writeShort(fields);
    for (int n = 0; n < fields; n++) { out.writeShort(1); out.writeShort(6 + n); out.writeShort(5); out.writeShort(0); }
    out.writeShort(0); out.writeShort(0);
    return bytes.toByteArray();
  }

  public static void main(String[] arguments) throws Exception {
    for (int n = 0; ; n++) {
      boolean leaks = Files.exists(Path.of(arguments[0]));
      try {
        for (int each = 0; each < (leaks ? 12 : 1); each++) {
          Class<?> made = new RuleLoader().define("PriceRule" + n + "x" + each, rule("PriceRule" + n + "x" + each, 400));
          if (leaks) rules.add(made.getDeclaredFields().length > 0 ? made : null);
        }
      } catch (OutOfMemoryError full) {
        System.err.println("rule not compiled: " + full);
      }
      Thread.sleep(leaks ? 60 : 200);
    }
  }
}
