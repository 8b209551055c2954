/**
 * What Node's permission model leaves open in the version that we run on: the network, other processes, and SQLite's own files.
 * Installed before any code of the plugin is loaded. It holds against what a plugin or one of its dependencies does by the APIs that there
 * are; it is no wall against code that was written to break out of it (docs/guides/plugins.md says what is).
 */

import dgram from 'node:dgram';
import diagnostics from 'node:diagnostics_channel';
import dns from 'node:dns';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { type Address, isAllowed } from './host-rules.ts';

export type Violation = 'file' | 'host' | 'env' | 'process';

export interface Guard {
  /** More addresses, when a system's entry has brought them. */
  allow(hosts: readonly string[]): void;
}

export interface GuardOptions {
  readonly hosts: readonly string[];
  /** Variables that are set where Zhiban runs, but not declared: to read one of them is asking for more. */
  readonly undeclared: readonly string[];
  readonly report: (what: Violation, detail: string) => void;
}

export function installGuard({ hosts, undeclared, report }: GuardOptions): Guard {
  const rules = [...hosts];
  /** Addresses that allowed names were found to have. */
  const resolved = new Set<string>();
  const refuse = (what: Violation, detail: string): never => {
    report(what, detail);
    throw Object.assign(new Error(`The plugin has not declared it: ${detail}`), { code: 'ERR_ACCESS_DENIED' });
  };
  const check = (address: Address): void => {
    if (isAllowed(address, rules) || resolved.has(address.host)) return;
    const shown = address.port === null ? address.host : `${address.host}:${address.port}`;
    refuse('host', shown.slice(0, 300));
  };
  guardConnections(check, refuse);
  guardNames(check, resolved);
  guardDatagrams(check, refuse);
  guardProcess(refuse);
  reportRefusals(report);
  guardEnvironment(undeclared, report);
  syncBuiltinESMExports();
  return { allow: (more) => void rules.push(...more.filter((each) => !rules.includes(each))) };
}

type Check = (address: Address) => void;
type Refuse = (what: Violation, detail: string) => never;
// biome-ignore lint/suspicious/noExplicitAny: any function of any module is put in place of itself.
type AnyFunction = (this: any, ...given: any[]) => any;

/** Not to be put back: neither the property nor the function behind it can be reached afterwards. */
function replace(holder: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const original: unknown = Reflect.get(holder, name);
  if (typeof original !== 'function') return;
  Object.defineProperty(holder, name, { value: make(original as AnyFunction), writable: false, configurable: false, enumerable: true });
}

/** TCP, TLS, HTTP, HTTP/2 and fetch all come through here. */
function guardConnections(check: Check, refuse: Refuse): void {
  replace(
    net.Socket.prototype,
    'connect',
    (original) =>
      function (...given) {
        check(targetOf(given));
        return original.apply(this, given);
      },
  );
  for (const name of ['listen', '_listen2']) {
    replace(net.Server.prototype, name, () => () => refuse('host', 'listening for connections'));
  }
}

function targetOf(given: readonly unknown[]): Address {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (typeof first === 'object' && first !== null) {
    // A lookup of the plugin's own could answer any address for a name that is allowed.
    if ('lookup' in first) Reflect.deleteProperty(first, 'lookup');
    const path: unknown = Reflect.get(first, 'path');
    const host: unknown = Reflect.get(first, 'host');
    const port: unknown = Reflect.get(first, 'port');
    if (typeof path === 'string' && port === undefined) return { host: `unix:${path}`, port: null };
    return { host: typeof host === 'string' && host !== '' ? host : 'localhost', port: Number(port) };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { host: `unix:${first}`, port: null };
  return { host: typeof given[1] === 'string' ? given[1] : 'localhost', port: Number(first) };
}

/** Looking a name up tells somebody of it, and the addresses that come of it are the name's. */
function guardNames(check: Check, resolved: Set<string>): void {
  const remember = (found: unknown): void => {
    for (const one of Array.isArray(found) ? found : [found]) {
      const address: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'address') : one;
      if (typeof address === 'string' && net.isIP(address) > 0) resolved.add(address);
    }
  };
  const guarded = (original: AnyFunction, isPromise: boolean, brings: boolean): AnyFunction =>
    function (...given) {
      if (typeof given[0] === 'string') check({ host: given[0], port: null });
      if (isPromise) {
        return original.apply(this, given).then((found: unknown) => {
          if (brings) remember(found);
          return found;
        });
      }
      const last = given.at(-1);
      if (brings && typeof last === 'function') {
        given[given.length - 1] = (error: unknown, found: unknown, ...rest: unknown[]) => {
          if (!error) remember(found);
          return last(error, found, ...rest);
        };
      }
      return original.apply(this, given);
    };
  const holders: readonly (readonly [object, boolean])[] = [
    [dns, false],
    [dns.promises, true],
    [dns.Resolver.prototype, false],
    [dns.promises.Resolver.prototype, true],
  ];
  for (const [holder, isPromise] of holders) {
    const names = allNames(holder).filter((name) => /^(lookup|lookupService|reverse|resolve\w*)$/.test(name));
    for (const name of names) replace(holder, name, (original) => guarded(original, isPromise, /^(lookup|resolve[46]?)$/.test(name)));
    replace(
      holder,
      'setServers',
      (original) =>
        function (...given) {
          for (const server of Array.isArray(given[0]) ? given[0] : []) check(serverAddress(String(server)));
          return original.apply(this, given);
        },
    );
  }
}

function serverAddress(server: string): Address {
  const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(server);
  return match === null ? { host: server, port: 53 } : { host: match[1] ?? '', port: Number(match[2]) };
}

/** Own names and those of the prototypes below Object's. */
function allNames(holder: object): readonly string[] {
  const names = new Set<string>();
  for (let at: object | null = holder; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names];
}

function guardDatagrams(check: Check, refuse: Refuse): void {
  const addressed = (original: AnyFunction): AnyFunction =>
    function (...given) {
      const words = given.filter((each, index) => index > 0 && (typeof each === 'number' || typeof each === 'string'));
      const host = words.find((each) => typeof each === 'string' && !/^\d+$/.test(each));
      const numbers = words.filter((each) => each !== host).map(Number);
      // Without numbers the socket is connected, and that was looked at.
      if (numbers.length > 0) check({ host: typeof host === 'string' ? host : 'localhost', port: numbers.at(-1) ?? null });
      return original.apply(this, given);
    };
  replace(dgram.Socket.prototype, 'send', addressed);
  replace(
    dgram.Socket.prototype,
    'connect',
    (original) =>
      function (...given) {
        check({ host: typeof given[1] === 'string' ? given[1] : 'localhost', port: Number(given[0]) });
        return original.apply(this, given);
      },
  );
  replace(
    dgram.Socket.prototype,
    'bind',
    (original) =>
      function (...given) {
        const port: unknown = typeof given[0] === 'object' && given[0] !== null ? Reflect.get(given[0], 'port') : given[0];
        // A socket that only sends gets a port by itself.
        if (port !== undefined && port !== 0 && typeof port !== 'function') refuse('host', `listening on the port ${String(port)}`);
        return original.apply(this, given);
      },
  );
}

/** Modules that reach around the permission model; the rest of what it forbids it refuses itself. */
const forbidden = /^(node:)?(sqlite|inspector|inspector\/promises|cluster|repl|trace_events)$/;

function guardProcess(refuse: Refuse): void {
  for (const name of ['kill', '_kill', '_debugProcess']) {
    replace(process, name, () => () => refuse('process', `process.${name}`));
  }
  replace(
    process,
    'getBuiltinModule',
    (original) => (name: string) => (forbidden.test(name) ? refuse('process', `the module ${name}`) : original.call(process, name)),
  );
  registerHooks({
    resolve: (specifier, context, next) =>
      forbidden.test(specifier) ? refuse('process', `the module ${specifier}`) : next(specifier, context),
  });
}

/** What the permission model itself refuses is told too, also where the plugin catches the exception. */
function reportRefusals(report: GuardOptions['report']): void {
  for (const [channel, what] of [
    ['fs', 'file'],
    ['child', 'process'],
    ['worker', 'process'],
    ['inspector', 'process'],
    ['wasi', 'process'],
    ['addon', 'process'],
  ] as const) {
    diagnostics.subscribe(`node:permission-model:${channel}`, (told) => {
      const { permission, resource } = told as { readonly permission?: string; readonly resource?: string };
      report(what, `${permission ?? channel} ${resource ?? ''}`.trim().slice(0, 300));
    });
  }
}

/** Variables that are not declared aren't there at all; that one was asked for is told. */
function guardEnvironment(undeclared: readonly string[], report: GuardOptions['report']): void {
  const names = new Set(undeclared);
  const told = (name: string | symbol): void => {
    if (typeof name !== 'string' || !names.has(name)) return;
    names.delete(name);
    report('env', name);
  };
  const guarded = new Proxy(process.env, {
    get: (target, name) => {
      told(name);
      return Reflect.get(target, name);
    },
    has: (target, name) => {
      told(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      told(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
  Object.defineProperty(process, 'env', { value: guarded, writable: false, configurable: false, enumerable: true });
}
