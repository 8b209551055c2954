import { createServer } from 'node:http';
import { connect } from 'node:net';

const [port, redis] = process.argv.slice(2).map(Number);
const log = (level, msg, more) =>
  console.log(JSON.stringify({ time: new Date().toISOString(), level, service: 'presence-gw', msg, ...more }));
const subscribers = new Set();
createServer((asked, answer) => {
  if (asked.url.startsWith('/ws')) {
    const socket = connect(redis, '127.0.0.1', () => {
      socket.write('CLIENT SETNAME presence-gw\r\nSUBSCRIBE presence\r\n');
    });
    socket.on('data', (said) => {
      if (String(said).startsWith('-ERR')) {
        log('warn', 'subscribe failed', { err: String(said).trim() });
        socket.destroy();
        return;
      }
      if (!subscribers.has(socket)) {
        subscribers.add(socket);
        if (subscribers.size % 20 === 0) log('info', 'subscriber connected', { subscribers: subscribers.size });
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => subscribers.delete(socket));
  }
  answer.end('ok');
}).listen(port, '127.0.0.1', () => log('info', 'listening', { version: '2.4.0' }));
