import { createSocket } from 'node:dgram';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dir, logTo, past, pause, pick, port } from './kit.mjs';

const out = logTo('mail.log');
const spool = `${dir}/spool/deferred`;
mkdirSync(spool, { recursive: true });
const sys = (program, text, at = new Date()) =>
  out(
    `${at.toUTCString().slice(8, 11)} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 19)} mx1 postfix/${program}[${1200 + program.length}]: ${text}`,
  );
const qid = () => Math.random().toString(16).slice(2, 12).toUpperCase();
const to = () => pick(['anna@kunde.example', 'lee@partner.example', 'office@example.net']);
const sent = (at, name, who) =>
  sys(
    'smtp',
    `${name}: to=<${who}>, relay=${who.split('@')[1]}[192.0.2.${1 + Math.floor(Math.random() * 50)}]:25, delay=0.6, delays=0.05/0/0.3/0.25, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)`,
    at,
  );
past(900, 6, (at) => {
  const name = qid();
  sys('qmgr', `${name}: from=<noreply@shop.example>, size=4121, nrcpt=1 (queue active)`, at);
  sent(at, name, to());
  sys('qmgr', `${name}: removed`, at);
});
sys('master', 'daemon started -- version 3.7.11, configuration /etc/postfix');
const lookup = (host) =>
  new Promise((done) => {
    const socket = createSocket('udp4');
    const end = (value) => {
      clearTimeout(timer);
      socket.close();
      done(value);
    };
    const timer = setTimeout(() => end(false), 1500);
    socket.on('error', () => end(false));
    socket.on('message', () => end(true));
    const labels = Buffer.concat([
      ...host.split('.').map((part) => Buffer.from([part.length, ...Buffer.from(part)])),
      Buffer.from([0, 0, 15, 0, 1]),
    ]);
    socket.connect(port(2), '127.0.0.1', () => socket.send(Buffer.concat([Buffer.from([1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), labels])));
  });
async function deliver(name, who) {
  const host = who.split('@')[1];
  if (await lookup(host)) {
    sent(new Date(), name, who);
    sys('qmgr', `${name}: removed`);
    rmSync(`${spool}/${name}`, { force: true });
  } else {
    writeFileSync(`${spool}/${name}`, who);
    sys(
      'smtp',
      `${name}: to=<${who}>, relay=none, delay=${(2 + Math.random() * 20).toFixed(1)}, delays=0.04/0/1.5/0, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=${host} type=MX: Host not found, try again)`,
    );
  }
}
createServer((socket) => {
  socket.on('error', () => undefined);
  socket.write('220 mx1.shop.example ESMTP Postfix\r\n');
  let data = false;
  socket.on('data', (part) => {
    for (const line of part.toString().split('\r\n').filter(Boolean)) {
      if (data) {
        if (line === '.') {
          data = false;
          const name = qid();
          sys('qmgr', `${name}: from=<noreply@shop.example>, size=4121, nrcpt=1 (queue active)`);
          void deliver(name, to());
          socket.write(`250 2.0.0 Ok: queued as ${name}\r\n`);
        }
      } else if (/^DATA/i.test(line)) {
        data = true;
        socket.write('354 End data with <CR><LF>.<CR><LF>\r\n');
      } else if (/^QUIT/i.test(line)) socket.end('221 2.0.0 Bye\r\n');
      else socket.write('250 2.1.0 Ok\r\n');
    }
  });
}).listen(port(1), '127.0.0.1');
for (;;) {
  await pause(6000);
  for (const name of readdirSync(spool).slice(0, 40)) void deliver(name, to());
}
