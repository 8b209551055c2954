import com.sun.net.httpserver.*;
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.time.*;
import java.util.concurrent.Executors;

/** otp-service: sends the code with which a customer logs in. */
public class OtpService {
  static void log(String level, String where, String text) {
    System.out.println(OffsetDateTime.now(ZoneOffset.ofHours(8)).toString() + " " + String.format("%5s", level) + " 1 --- [otp-service] [" + Thread.currentThread().getName() + "] " + where + " : " + text);
  }
  static void say(HttpExchange x, int status, String text) throws IOException {
    x.getResponseHeaders().set("content-type", "application/json");
    x.sendResponseHeaders(status, text.length()); x.getResponseBody().write(text.getBytes()); x.close();
  }
  public static void main(String[] args) throws Exception {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    URI provider = URI.create("http://127.0.0.1:" + args[1] + "/v3/messages");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 50);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/actuator/health", x -> say(x, 200, "{\"status\":\"UP\"}"));
    server.createContext("/otp/send", x -> {
      try {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(provider).timeout(Duration.ofSeconds(2)).POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 202) { log("INFO", "c.a.otp.OtpController", "code sent, channel=sms template=LOGIN"); say(x, 200, "{\"sent\":true}"); return; }
        log("ERROR", "c.a.otp.SmsProviderClient", "sms-gateway rejected message: HTTP " + answer.statusCode() + " " + answer.body());
        say(x, 502, "{\"error\":\"SMS_NOT_SENT\"}");
      } catch (Exception failure) { log("ERROR", "c.a.otp.SmsProviderClient", failure.toString()); say(x, 502, "{\"error\":\"SMS_NOT_SENT\"}"); }
    });
    server.start();
    log("INFO", "c.a.otp.OtpApplication", "Started OtpApplication in 2.2 seconds (process running for 2.7)");
  }
}
