package com.acme.bank;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class TransferService {
  static final class Account { final int id; long balance = 1_000_000; Account(int id) { this.id = id; } }
  static final Account[] ACCOUNTS = new Account[4];
  static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  static void log(String level, String text) {
    System.out.printf("%s [%s] %-5s com.acme.bank.TransferService - %s%n", LocalDateTime.now().format(STAMP), Thread.currentThread().getName(), level, text);
  }

  static void transfer(Account from, Account to, long amount, long auditMillis) throws InterruptedException {
    synchronized (from) {
      audit(auditMillis);
      synchronized (to) { from.balance -= amount; to.balance += amount; }
    }
  }

  static void audit(long millis) throws InterruptedException { Thread.sleep(millis); }

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < ACCOUNTS.length; i++) ACCOUNTS[i] = new Account(4400 + i);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 50);
    AtomicInteger number = new AtomicInteger();
    server.setExecutor(Executors.newFixedThreadPool(8, task -> new Thread(task, "transfer-worker-" + number.incrementAndGet())));
    server.createContext("/health", asked -> { asked.sendResponseHeaders(200, 2); asked.getResponseBody().write("ok".getBytes()); asked.close(); });
    server.createContext("/transfer", asked -> {
      String[] given = asked.getRequestURI().getQuery().split(",");
      try {
        transfer(ACCOUNTS[Integer.parseInt(given[0])], ACCOUNTS[Integer.parseInt(given[1])], 10, Long.parseLong(given[2]));
        log("INFO", "transfer " + (4400 + Integer.parseInt(given[0])) + " -> " + (4400 + Integer.parseInt(given[1])) + " done");
      } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
      asked.sendResponseHeaders(200, 2); asked.getResponseBody().write("ok".getBytes()); asked.close();
    });
    server.start();
    log("INFO", "transfer-svc 1.9.0 started, 8 workers");
  }
}
