// job-scheduler: asks for the lock with a new connection each time. With the file `release` it forgets to close them. Logs as Curator with log4j.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [zkPort, port, release] = process.argv.slice(2);
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
const int = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const framed = (...parts) => {
  const all = Buffer.concat(parts);
  return Buffer.concat([int(all.length), all]);
};
const open = [];
let last = 0;
let lastOk = true;
function tick() {
  const begun = Date.now();
  return new Promise((resolve) => {
    const socket = connect(Number(zkPort), '127.0.0.1');
    let isDone = false;
    const done = (ok) => {
      if (isDone) return;
      isDone = true;
      lastOk = ok;
      if (ok) last += 1;
      if (ok)
        console.log(
          `${stamp()} INFO  [scheduler-main] o.a.c.f.state.ConnectionStateManager - State change: CONNECTED\n${stamp()} INFO  [scheduler-main] c.e.scheduler.LeaderLock - acquired /jobs/lock in ${Date.now() - begun} ms, ${last} runs`,
        );
      else
        console.log(
          `${stamp()} ERROR [scheduler-main] o.a.c.ConnectionState - Connection timed out for connection string (zk.internal:2181) and timeout (2000) / elapsed (${Date.now() - begun})\norg.apache.curator.CuratorConnectionLossException: KeeperErrorCode = ConnectionLoss for /jobs/lock\n\tat org.apache.curator.ConnectionState.checkTimeouts(ConnectionState.java:225)\n\tat org.apache.curator.framework.recipes.locks.InterProcessMutex.acquire(InterProcessMutex.java:90)\n\tat com.example.scheduler.LeaderLock.acquire(LeaderLock.java:44)`,
        );
      resolve(ok);
    };
    socket.on('connect', () => socket.write(framed(int(0), Buffer.alloc(8), int(30000), Buffer.alloc(8), int(16), Buffer.alloc(16))));
    socket.on('data', () => {
      if (isDone) return;
      done(true);
      if (existsSync(release)) {
        open.push(socket);
        setInterval(() => socket.writable && socket.write(framed(int(-2), int(11))), 5000).unref();
      } else socket.end(framed(int(1), int(-11)));
    });
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
    setTimeout(() => {
      if (!isDone) socket.destroy();
      done(false);
    }, 2000);
  });
}
setInterval(() => void tick(), 400);
createServer((_asked, answer) => answer.writeHead(lastOk ? 200 : 503).end(lastOk ? 'leader' : 'no lock')).listen(Number(port), '127.0.0.1');
