/**
 * An application of ZooKeeper's: `node zookeeper-client.mjs PORT WORK …`, prints READY once it is at work.
 *   fill PARENT COUNT BYTES    makes so many nodes below PARENT, and ends
 *   write PATH                 writes one node; fails when that takes more than three seconds
 *   watch PARENT COUNT         sets so many watches in one session, and keeps it
 *   ephemeral PARENT COUNT     makes so many nodes that live as long as its session, and keeps it
 *   work PARENT PER_SECOND     reads and writes for ever
 *   forget COUNT TIMEOUT_MS    opens so many sessions at a time, lets them expire, and begins again
 */

import { once } from 'node:events';
import { connect } from 'node:net';

const [port = '0', work = '', parent = '/', ...given] = process.argv.slice(2);
const opcode = { create: 1, exists: 3, getData: 4, setData: 5, ping: 11 };

const int = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const text = (value) => Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);
const blob = (value) => Buffer.concat([int(value.length), value]);
const framed = (...parts) => blob(Buffer.concat(parts));
const open = Buffer.concat([int(1), int(31), text('world'), text('anyone')]);

async function session(timeoutMs = 10_000, isKept = true) {
  const socket = connect(Number(port), '127.0.0.1');
  // Whose session ended while it stood still begins again.
  socket.on('error', () => (work === 'forget' ? undefined : process.exit(1)));
  await once(socket, 'connect');
  let kept = Buffer.alloc(0);
  let isGreeted = false;
  const waiting = new Map();
  const greeted = new Promise((resolve) => {
    socket.on('data', (chunk) => {
      kept = Buffer.concat([kept, chunk]);
      while (kept.length >= 4 && kept.length >= 4 + kept.readInt32BE(0)) {
        const frame = kept.subarray(4, 4 + kept.readInt32BE(0));
        kept = kept.subarray(4 + frame.length);
        if (isGreeted) {
          waiting.get(frame.readInt32BE(0))?.(frame.readInt32BE(12));
          waiting.delete(frame.readInt32BE(0));
        } else {
          isGreeted = true;
          resolve();
        }
      }
    });
  });
  socket.write(framed(int(0), Buffer.alloc(8), int(timeoutMs), Buffer.alloc(8), blob(Buffer.alloc(16))));
  await greeted;
  let count = 0;
  if (isKept) setInterval(() => socket.write(framed(int(-2), int(opcode.ping))), timeoutMs / 3);
  // The answer is the code of the error, 0 for none.
  return (type, ...parts) =>
    new Promise((resolve) => {
      count += 1;
      waiting.set(count, resolve);
      socket.write(framed(int(count), int(type), ...parts));
    });
}

const node = (path, bytes, flags = 0) => [text(path), blob(Buffer.alloc(bytes, 'x')), open, int(flags)];
const batches = async (count, ask) => {
  for (let done = 0; done < count; done += 500)
    await Promise.all(Array.from({ length: Math.min(500, count - done) }, (_, index) => ask(done + index)));
};
async function parents(ask, path) {
  const names = path.split('/').filter((each) => each !== '');
  for (let depth = 1; depth <= names.length; depth += 1) await ask(opcode.create, ...node(`/${names.slice(0, depth).join('/')}`, 1));
}

const works = {
  async fill(ask) {
    await parents(ask, parent);
    await batches(Number(given[0]), (index) => ask(opcode.create, ...node(`${parent}/item-${index}`, Number(given[1]))));
    process.exit(0);
  },
  async write(ask) {
    await parents(ask, parent);
    process.exit((await ask(opcode.setData, text(parent), blob(Buffer.from('check')), int(-1))) === 0 ? 0 : 1);
  },
  async watch(ask) {
    await batches(Number(given[0]), (index) => ask(opcode.exists, text(`${parent}/item-${index}`), Buffer.from([1])));
  },
  async ephemeral(ask) {
    await parents(ask, parent);
    await batches(Number(given[0]), (index) => ask(opcode.create, ...node(`${parent}/worker-${index}`, 20, 1)));
  },
  async work(ask) {
    await parents(ask, `${parent}/state`);
    setInterval(() => {
      void ask(opcode.setData, text(`${parent}/state`), blob(Buffer.from('running')), int(-1));
      void ask(opcode.getData, text(`${parent}/state`), Buffer.from([0]));
    }, 1_000 / Number(given[0]));
  },
};

if (work === 'write') setTimeout(() => process.exit(1), 3_000);
if (work === 'forget') {
  const timeoutMs = Number(given[0]);
  const round = async () => {
    await Promise.all(Array.from({ length: Number(parent) }, () => session(timeoutMs, false)));
  };
  await round();
  setInterval(() => void round(), timeoutMs + 500);
} else await works[work](await session());
console.log('READY');
