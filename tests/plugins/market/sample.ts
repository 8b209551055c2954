/** Offers, packages and markets for the tests of markets. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Offer } from '../../../src/plugins/market/index-file.ts';

export function sampleOffer(given: Partial<Offer> = {}): Offer {
  return {
    name: 'gauge',
    version: '1.0.0',
    summary: { en: 'Levels of gauges', 'zh-CN': '水位监测' },
    zhiban: '>=0.1.0',
    capabilities: { systems: [], notifier: false, alertSources: ['gauge'], analysers: [], chat: false },
    permissions: { read: [], write: [], hosts: ['config'], env: [] },
    limits: { memoryMb: 192, callMs: 30_000 },
    source: { url: 'gauge-1.0.0.tgz' },
    bytes: 10_000,
    sha512: '0'.repeat(128),
    ...given,
  };
}

export interface Shelf {
  readonly url: string;
  /** What the server answers, by path. */
  readonly answers: Map<string, Buffer | string>;
  stop(): Promise<void>;
}

/** A web server of static files, as a company would put before its market. */
export async function openShelf(): Promise<Shelf> {
  const answers = new Map<string, Buffer | string>();
  const server = createServer((request, response) => {
    const found = answers.get(decodeURIComponent(request.url ?? ''));
    // Begins to answer, and never ends.
    if (request.url === '/hangs') response.write('');
    else if (found === undefined) response.writeHead(404).end();
    // Without a length, so that a client that believes in one is found out.
    else response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface SampleFolder {
  readonly version?: string;
  readonly hosts?: readonly string[];
  readonly more?: Readonly<Record<string, string>>;
}

/** A plugin that parses alerts, as its author has it. */
export function writeSamplePlugin(folder: string, { version = '1.0.0', hosts = ['config'], more = {} }: SampleFolder = {}): string {
  const manifest = {
    name: 'gauge',
    version,
    description: { en: 'Levels of gauges', 'zh-CN': '水位监测' },
    zhiban: '>=0.1.0',
    main: 'src/plugin.js',
    capabilities: { alertSources: ['gauge'] },
    permissions: { hosts },
  };
  const files = {
    'zhiban-plugin.json': JSON.stringify(manifest),
    'package.json': JSON.stringify({ name: 'zhiban-plugin-gauge', version, type: 'module' }),
    'src/plugin.js': `export const plugin = { load: () => ({ alertSources: [{ name: 'gauge', parse: () => [] }] }) };`,
    ...more,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
