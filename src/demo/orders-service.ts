/**
 * A small real service that the demo breaks: answers /health and /orders on one port, keeps its pid in a file.
 * With `--detach` it starts itself in the background and returns once it answers, as a declared restart command must.
 */

import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [port = '0', pidPath = '', mode = ''] = process.argv.slice(2);

if (mode === '--detach') await detach();
else serve();

function serve(): void {
  const startedAt = new Date().toISOString();
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/health') response.end(JSON.stringify({ status: 'ok', startedAt }));
    else response.end(JSON.stringify({ orders: [{ id: 1, item: 'tea' }] }));
  });
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  server.listen(Number(port), '127.0.0.1', () => writeFileSync(pidPath, String(process.pid)));
  process.on('SIGTERM', () => {
    rmSync(pidPath, { force: true });
    process.exit(0);
  });
}

/** Waits at most 8 s for the first answer. */
async function detach(): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, port, pidPath], { detached: true, stdio: 'ignore' });
  child.unref();
  for (let attempt = 0; attempt < 80; attempt += 1) {
    await sleep(100);
    const isUp = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(500) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
  }
  process.stderr.write('the service did not answer within 8 s\n');
  process.exit(1);
}
