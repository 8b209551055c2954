/** Makes the folder of a new plugin: one part that works, with a test that passes. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { ZhibanError } from '../domain/errors.ts';

/** What a new plugin brings. */
export const newPluginKinds = ['system', 'chat', 'notifier', 'source', 'analyser', 'runbook'] as const;
export type NewPluginKind = (typeof newPluginKinds)[number];

const common: Readonly<Record<string, string>> = {
  'zhiban-plugin.json.txt': 'zhiban-plugin.json',
  'package.json.txt': 'package.json',
  'tsconfig.json.txt': 'tsconfig.json',
};

interface Shape {
  readonly files: Readonly<Record<string, string>>;
  readonly capabilities: (name: string) => object;
  /** What it may reach. */
  readonly hosts: readonly string[];
  readonly about: string;
}

function shapeOf(
  kind: Exclude<NewPluginKind, 'system'>,
  about: string,
  hosts: readonly string[],
  capabilities: Shape['capabilities'],
): Shape {
  const files = {
    'part.md.txt': 'README.md',
    [`${kind}/plugin.ts.txt`]: 'src/plugin.ts',
    [`${kind}/plugin.test.ts.txt`]: 'test/plugin.test.ts',
  };
  return { files, capabilities, hosts, about };
}

const runbook = shapeOf('runbook', 'Runbooks', [], () => ({ runbooks: 'runbooks' }));
const chat = shapeOf('chat', 'A chat platform: routes and identities name it as `chat:NAME`', ['config'], () => ({ chat: true }));
const chatFiles = {
  'chat/adapter.ts.txt': 'src/adapter.ts',
  'chat/platform.ts.txt': 'src/platform.ts',
  'chat/peer.ts.txt': 'test/peer.ts',
};
const shapes: Readonly<Record<NewPluginKind, Shape>> = {
  system: {
    files: { 'README.md.txt': 'README.md', 'plugin.ts.txt': 'src/plugin.ts', 'plugin.test.ts.txt': 'test/plugin.test.ts' },
    capabilities: (name) => ({ systems: [name] }),
    hosts: ['systems'],
    about: 'A kind of system',
  },
  chat: { ...chat, files: { ...chat.files, ...chatFiles } },
  notifier: shapeOf('notifier', 'A notifier: routes name it as `adapter: plugin:NAME`', ['config'], () => ({ notifier: true })),
  source: shapeOf('source', 'An alert source: it is posted to at `/hooks/plugin/NAME`', [], (name) => ({ alertSources: [name] })),
  analyser: shapeOf('analyser', 'An analyser: it names likely causes in the evidence', [], (name) => ({ analysers: [name] })),
  runbook: { ...runbook, files: { ...runbook.files, 'runbook/runbook.md.txt': 'runbooks/first.md' } },
};

/** The files, relative to the folder. Throws ZhibanError `invalid` for a name that is none, `conflict` when the folder isn't empty. */
export function newPlugin(directory: string, name: string, version: string, kind: NewPluginKind = 'system'): readonly string[] {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name))
    throw new ZhibanError('invalid', `'${name.slice(0, 60)}' is no name for a plugin: expected lower-case letters, digits and dashes`);
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new ZhibanError('conflict', `${directory} is there already`);
  const shape = shapes[kind];
  const extension = extname(import.meta.filename);
  const values: Readonly<Record<string, string>> = {
    ...{ name, version, kind },
    about: shape.about.replace('NAME', name),
    capabilities: JSON.stringify(shape.capabilities(name)),
    hosts: JSON.stringify(shape.hosts),
    root: import.meta.dirname.replaceAll('\\', '/'),
    extension: extension === '.ts' ? '.ts' : '.d.ts',
  };
  const files = { ...common, ...shape.files };
  for (const [template, target] of Object.entries(files)) {
    const text = readFileSync(join(import.meta.dirname, 'template', template), 'utf8');
    mkdirSync(dirname(join(directory, target)), { recursive: true });
    writeFileSync(
      join(directory, target),
      text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole),
    );
  }
  return Object.values(files);
}
