/** The systems as the analysis sees them: names, addresses and who stands on whom. */

import { hostname, networkInterfaces } from 'node:os';
import type { NameableSystem } from '../analysis/rca/name-systems.ts';
import type { Topology } from '../analysis/rca/topology.ts';
import type { PooledSystem, SystemPool } from './pool.ts';

/** Ports that a scheme implies. */
const defaultPorts: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'redis:': '6379',
  'rediss:': '6379',
  'postgres:': '5432',
  'postgresql:': '5432',
  'mysql:': '3306',
  'mariadb:': '3306',
  'mongodb:': '27017',
  'amqp:': '5672',
  'amqps:': '5671',
  'nats:': '4222',
  'tls:': '4222',
};

export function topologyOf(pool: SystemPool): Topology {
  return {
    systems: pool.list().map(({ entry }) => ({
      id: entry.id,
      kind: entry.kind,
      runsOn: entry.runsOn,
      dependsOn: entry.dependsOn,
      ports: portsOf(entry),
      addresses: addressesOf(entry),
      services: ['service', 'app'].flatMap((label) => entry.labels[label] ?? []),
    })),
  };
}

function portsOf(entry: PooledSystem['entry']): readonly number[] {
  const url: unknown = Reflect.get(entry, 'url');
  const port: unknown = Reflect.get(entry, 'port');
  if (typeof url === 'string' && hasHost(url)) {
    const parsed = new URL(url);
    return [Number(parsed.port === '' ? (defaultPorts[parsed.protocol] ?? 0) : parsed.port)];
  }
  if (typeof port === 'number') return [port];
  return brokersOf(entry).map((broker) => Number(broker.slice(broker.lastIndexOf(':') + 1)));
}

/** `host:port` of each, for kinds that are reached at any of several addresses. */
function brokersOf(entry: PooledSystem['entry']): readonly string[] {
  const brokers: unknown = Reflect.get(entry, 'brokers');
  return Array.isArray(brokers) ? brokers.filter((each) => typeof each === 'string') : [];
}

/** A system as alerts and people may call it. */
export function nameableOf({ entry }: PooledSystem): NameableSystem {
  const { id, kind, labels, runsOn } = entry;
  return { id, kind, addresses: addressesOf(entry), labels, runsOn, serves: servicesOf(entry) };
}

/** What a machine is declared to have: each service by its name, and by its port as a check from there or from elsewhere would call it. */
function servicesOf(entry: PooledSystem['entry']): readonly string[] {
  const services: unknown = Reflect.get(entry, 'services');
  const host: unknown = Reflect.get(entry, 'host');
  if (!Array.isArray(services)) return [];
  const own = typeof host === 'string' ? [host] : [];
  return services.flatMap((service: unknown) => {
    if (typeof service !== 'object' || service === null) return [];
    const name: unknown = Reflect.get(service, 'name');
    const check: unknown = Reflect.get(service, 'check');
    const port: unknown = typeof check === 'object' && check !== null ? Reflect.get(check, 'port') : check;
    const ports = typeof port === 'number' ? ['127.0.0.1', 'localhost', ...own].map((each) => `${each}:${port}`) : [];
    return [...(typeof name === 'string' ? [name] : []), ...ports];
  });
}

function addressesOf(entry: PooledSystem['entry']): readonly string[] {
  const url: unknown = Reflect.get(entry, 'url');
  const host: unknown = Reflect.get(entry, 'host');
  const port: unknown = Reflect.get(entry, 'port');
  const addresses: string[] = [];
  if (typeof url === 'string' && hasHost(url)) {
    const parsed = new URL(url);
    const portOfUrl = parsed.port === '' ? defaultPorts[parsed.protocol] : parsed.port;
    addresses.push(url.replace(/\/$/, ''), parsed.host, `${parsed.hostname}:${portOfUrl ?? ''}`);
    if (!isLoopback(parsed.hostname)) addresses.push(parsed.hostname);
    // An exporter on this machine may call the loopback by its other name.
    if (isLoopback(parsed.hostname)) addresses.push(`localhost:${portOfUrl ?? ''}`, `127.0.0.1:${portOfUrl ?? ''}`);
  }
  if (typeof host === 'string') addresses.push(host, ...(typeof port === 'number' ? [`${host}:${port}`] : []));
  for (const broker of brokersOf(entry)) {
    const name = broker.slice(0, broker.lastIndexOf(':'));
    addresses.push(broker, ...(isLoopback(name) ? [] : [name]));
  }
  if (entry.kind === 'host') addresses.push(hostname(), ...ownAddresses());
  return [...new Set(addresses)];
}

/** By which others reach the machine that this runs on, as an exporter's `instance` says. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).flatMap(({ address, internal }) => (internal ? [] : [address])));
}

/** The path of a socket has none. */
function hasHost(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname !== '';
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '127.0.0.1' || name === '[::1]';
}

/** The nameable systems of a pool. */
export function nameableSystems(pool: SystemPool): readonly NameableSystem[] {
  return pool.list().map(nameableOf);
}
