/** The command line as a process: `zhiban …`. */

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { runCli } from './cli/run-cli.ts';
import { version } from './version.ts';

const interrupt = new AbortController();

/** What runs until it is stopped ends in an order of its own, so only the other commands are interrupted from here. */
if (!['start', 'server', 'worker'].includes(process.argv[2] ?? '')) {
  process.once('SIGINT', () => {
    interrupt.abort();
    // A command that doesn't listen is ended by the second one.
    process.once('SIGINT', () => process.exit(130));
  });
}
// The reader of a pipe may leave early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const isSomebodyHere = process.stdin.isTTY === true && process.stderr.isTTY === true;

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  variables: process.env,
  version,
  signal: interrupt.signal,
  streams: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? null,
    confirm: isSomebodyHere ? confirm : null,
    ask: isSomebodyHere ? ask : null,
  },
});

/** Anything but a clear yes is a no. */
async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|是|好|批准)$/i.test((await reader.question(question, { signal: interrupt.signal })).trim());
  } catch {
    return false;
  } finally {
    reader.close();
  }
}

/** An empty answer when the person breaks off. */
async function ask(question: string, isSecret: boolean): Promise<string> {
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isSecret) process.stderr.write(chunk);
      done();
    },
  });
  if (isSecret) process.stderr.write(`${question}: `);
  const reader = createInterface({ input: process.stdin, output: echo, terminal: true });
  try {
    return await reader.question(isSecret ? '' : `${question}: `, { signal: interrupt.signal });
  } catch {
    return '';
  } finally {
    reader.close();
    if (isSecret) process.stderr.write('\n');
  }
}
