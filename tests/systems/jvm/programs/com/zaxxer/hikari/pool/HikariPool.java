package com.zaxxer.hikari.pool;

import java.util.concurrent.Semaphore;

/** A stand-in of the same name that hands out connections as the real one does: waiting when there are none. */
public class HikariPool {
  private final Semaphore connections;

  public HikariPool(int size) { connections = new Semaphore(size); }

  public void getConnection() throws InterruptedException { connections.acquire(); }
}
