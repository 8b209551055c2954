#!/usr/bin/env node
// Starts the command line with the Node that Zhiban is made for. Written for any Node, because it may be started by an older one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist', 'main', 'cli.js');
const source = join(root, 'src', 'main', 'cli.ts');
// Node refuses to run TypeScript below node_modules; in a checkout the source is what people mean.
const entry = existsSync(source) && !root.includes('node_modules') ? source : built;
const isNodeNewEnough = Number(process.versions.node.split('.')[0]) >= 24;

if (isNodeNewEnough) {
  await import(pathToFileURL(entry).href);
} else {
  const node = findNode();
  if (node === null) {
    process.stderr.write(`Zhiban needs Node 24 or later, found ${process.versions.node} · 值班需要 Node 24 或更高版本\n`);
    process.exit(6);
  }
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends its signals to both; a signal that was sent to us alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(6);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
  });
}

/** The npm package `node` brings a Node of its own. */
function findNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const found = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(found) ? found : null;
  } catch {
    return null;
  }
}
