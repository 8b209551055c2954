/** Puts what was learned into the configuration file: comments and everything else in it stay as they are. */

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isSeq, parse, parseDocument } from 'yaml';
import { ZhibanError } from '../../domain/errors.ts';

export type SettingValue = string | { readonly file: string } | { readonly env: string };

export interface LearnedPerson {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
}

/** Secrets go into `secrets/` beside the file, each readable by its owner alone; the reference is what the file holds. */
export function keepSecret(configPath: string, name: string, secret: string): { readonly file: string } {
  const directory = join(dirname(configPath), 'secrets');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, name);
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  // A file that was there keeps its rights otherwise.
  chmodSync(path, 0o600);
  return { file: join('secrets', name) };
}

/** The text with the settings below `adapters.<adapter>`; keys that are not named stay. Throws ZhibanError `invalid` for bad YAML. */
export function withAdapter(text: string, adapter: string, settings: Readonly<Record<string, SettingValue>>): string {
  return changed(text, (document) => {
    for (const [key, value] of Object.entries(settings)) document.setIn(['adapters', adapter, key], document.createNode(value));
  });
}

/** What the text says below `adapters.<adapter>`; empty where it says nothing. */
export function presentSettings(text: string, adapter: string): Readonly<Record<string, unknown>> {
  const adapters: unknown = Object(readYaml(text)).adapters;
  const found: unknown = Object(adapters)[adapter];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

/** The text with a target for everything: in the route that takes everything already, else in a new last one. */
export function withTarget(text: string, target: Readonly<Record<string, string>>): string {
  return changed(text, (document) => {
    const routes = document.get('routes');
    const node = document.createNode(target, { flow: true });
    if (!isSeq(routes)) {
      document.set('routes', document.createNode([{ match: {}, to: [] }]));
      document.addIn(['routes', 0, 'to'], node);
      document.addIn(['routes', 0, 'to'], document.createNode({ adapter: 'console' }, { flow: true }));
      return;
    }
    const catchAll = routes.items.findIndex((item) => isMap(item) && isEmptyMap(item.get('match')) && isSeq(item.get('to')));
    const at = catchAll < 0 ? routes.items.length : catchAll;
    if (catchAll < 0) document.addIn(['routes'], document.createNode({ match: {}, to: [] }));
    const there: unknown = document.getIn(['routes', at, 'to']);
    const isThere = isSeq(there) && there.toJSON().some((each: unknown) => isSame(each, target));
    if (!isThere) document.addIn(['routes', at, 'to'], node);
  });
}

/** The text with a person; one of the same id gets the identity instead. */
export function withPerson(text: string, adapter: string, person: LearnedPerson): string {
  return changed(text, (document) => {
    const people = document.get('people');
    const at = isSeq(people) ? people.items.findIndex((item) => isMap(item) && item.get('id') === person.id) : -1;
    if (at >= 0) return document.setIn(['people', at, 'identities', adapter], person.userId);
    const { id, name, userId } = person;
    const node = document.createNode({ id, name, roles: ['approver'], identities: { [adapter]: userId } });
    if (isSeq(people)) document.addIn(['people'], node);
    else document.set('people', document.createNode([node]));
  });
}

/** The earlier file stays beside it as `.bak`; whoever reads in between finds one or the other. */
export function replaceConfig(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) copyFileSync(path, `${path}.bak`);
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function readConfigText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw noYaml(cause);
  }
}

function noYaml(cause: unknown): ZhibanError {
  const reason = cause instanceof Error ? cause.message.split('\n', 1)[0]?.replace(/[.:]$/, '') : 'unreadable';
  return new ZhibanError('invalid', `The configuration file is no YAML: ${reason}`, { cause });
}

type Changing = ReturnType<typeof parseDocument>;

function changed(text: string, change: (document: Changing) => void): string {
  const document = parseDocument(text, { prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw noYaml(problem);
  change(document);
  return document.toString({ lineWidth: 140 });
}

function isEmptyMap(node: unknown): boolean {
  return node === undefined || (isMap(node) && node.items.length === 0);
}

function isSame(one: unknown, other: Readonly<Record<string, string>>): boolean {
  if (typeof one !== 'object' || one === null) return false;
  return Object.entries(other).every(([key, value]) => Reflect.get(one, key) === value);
}
