/** The valve itself: a process that keeps its level in a file and appends every change to a log. Prints its address once it listens. */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const directory = process.argv[2] ?? '.';
const levelPath = join(directory, 'level');
const changesPath = join(directory, 'changes');
const readLevel = (): number => Number(existsSync(levelPath) ? readFileSync(levelPath, 'utf8') : '0');

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://valve');
  if (url.pathname === '/set') {
    const level = Number(url.searchParams.get('level'));
    writeFileSync(levelPath, String(level));
    appendFileSync(changesPath, `${level}\n`);
    const delayMs = Number(process.env.VALVE_DELAY_MS ?? '0');
    setTimeout(() => response.end('{}'), delayMs);
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ level: readLevel(), isStuck: existsSync(join(directory, 'stuck')) }));
});

server.listen(Number(process.argv[3] ?? '0'), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
