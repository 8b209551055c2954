/** Makes a probe of etcd: its failures are told apart as those of any server, with the time for a member that is slow. */

import type { Probe } from '../../contract.ts';
import { type SessionProbe, sessionProbe } from '../../session/probe.ts';
import type { EtcdClient } from '../client.ts';

export function etcdProbe<Given extends Readonly<Record<string, unknown>>>(given: SessionProbe<EtcdClient, Given>): Probe<EtcdClient> {
  return sessionProbe(given);
}

export function ratioOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : round(part / whole);
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

export function shown(value: unknown): string {
  return value === null || value === undefined ? '?' : String(value);
}

export function percent(value: unknown): string {
  return typeof value === 'number' ? `${String(Math.round(value * 100))}%` : '?';
}
