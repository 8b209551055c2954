/** Reads `CLIENT LIST`, and what the connections together say. */

import type { Facts } from '../../../domain/evidence.ts';

export interface ClientLine {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly user: string;
  readonly ageSeconds: number;
  readonly idleSeconds: number;
  readonly flags: string;
  readonly command: string;
  readonly outputBytes: number;
  readonly inputBytes: number;
  readonly totalBytes: number;
  readonly subscriptions: number;
  readonly patternSubscriptions: number;
  readonly database: number;
}

/** At most 20,000 lines: beyond that a few more say nothing new. */
export function parseClients(text: string, linesMax = 20_000): readonly ClientLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('id='))
    .slice(0, linesMax)
    .map(parseLine);
}

function parseLine(line: string): ClientLine {
  const fields = new Map<string, string>();
  for (const part of line.split(' ')) {
    const at = part.indexOf('=');
    if (at > 0) fields.set(part.slice(0, at), part.slice(at + 1));
  }
  const count = (name: string): number => Number(fields.get(name) ?? 0) || 0;
  const inputBytes = count('qbuf') + count('qbuf-free') + count('argv-mem') + count('multi-mem');
  return {
    id: fields.get('id') ?? '',
    address: fields.get('addr') ?? '',
    name: fields.get('name') ?? '',
    user: fields.get('user') ?? '',
    ageSeconds: count('age'),
    idleSeconds: count('idle'),
    flags: fields.get('flags') ?? 'N',
    command: fields.get('cmd') ?? '',
    outputBytes: count('omem'),
    inputBytes,
    totalBytes: Math.max(count('tot-mem'), count('omem') + inputBytes),
    subscriptions: count('sub') + count('psub') + count('ssub'),
    patternSubscriptions: count('psub'),
    database: count('db'),
  };
}

/** One line of evidence: who and how much, never what was said. */
export function printClient(line: ClientLine): string {
  return `id=${line.id} addr=${line.address} name=${line.name} user=${line.user} age=${String(line.ageSeconds)} idle=${String(line.idleSeconds)} flags=${line.flags} db=${String(line.database)} cmd=${line.command} omem=${String(line.outputBytes)} tot-mem=${String(line.totalBytes)}`;
}

/** `203.0.113.7:51234` and `[::1]:51234` to the address alone; a Unix socket stays what it is. */
export function hostOf(address: string): string {
  const at = address.lastIndexOf(':');
  return at > 0 ? address.slice(0, at).replace(/^\[|\]$/g, '') : address;
}

const replicaFlags = /[SM]/;
const waitsByNature = /^(b[lrz]|xread|wait|subscribe|psubscribe|ssubscribe|monitor)/;

export function clientFacts(lines: readonly ClientLine[], idleSeconds: number): Facts {
  const people = lines.filter((line) => !replicaFlags.test(line.flags) && line.name !== 'zhiban');
  const groups = groupsOf(people);
  const [top] = groups;
  const idleOf = (members: readonly ClientLine[]): number =>
    members.filter((line) => line.idleSeconds >= idleSeconds && line.subscriptions === 0 && !line.flags.includes('b')).length;
  const heaviest = people.reduce<ClientLine | null>(
    (best, line) => (best === null || line.totalBytes > best.totalBytes ? line : best),
    null,
  );
  const monitors = lines.filter((line) => line.flags.includes('O') && line.name !== 'zhiban');
  const held = people.filter((line) => line.flags.includes('b') && !waitsByNature.test(line.command));
  return {
    'clients.listed': lines.length,
    'clients.topGroup': top?.label ?? '',
    'clients.topGroupBy': top?.by ?? '',
    'clients.topGroupValue': top?.value ?? '',
    'clients.topGroupCount': top?.members.length ?? 0,
    'clients.topGroupShare': people.length === 0 ? 0 : round((top?.members.length ?? 0) / people.length),
    'clients.topGroupIdle': top === undefined ? 0 : idleOf(top.members),
    'clients.topGroupIdleShare': top === undefined ? 0 : round(idleOf(top.members) / top.members.length),
    'clients.topGroupMedianIdleSeconds': top === undefined ? 0 : median(top.members.map((line) => line.idleSeconds)),
    'clients.topGroupNeverUsed':
      top === undefined
        ? 0
        : top.members.filter((line) =>
            ['NULL', '', 'auth', 'hello', 'ping', 'select', 'client|setname', 'client|setinfo'].includes(line.command),
          ).length,
    'clients.groups': groups.length,
    'clients.idle': idleOf(people),
    'clients.idleShare': people.length === 0 ? 0 : round(idleOf(people) / people.length),
    'clients.idleSecondsUsed': idleSeconds,
    'clients.young': people.filter((line) => line.ageSeconds < 5).length,
    'clients.pubsub': people.filter((line) => line.subscriptions > 0).length,
    'clients.monitors': monitors.length,
    'clients.monitorId': monitors[0]?.id ?? '',
    'clients.monitorAddress': monitors[0]?.address ?? '',
    'clients.held': held.length,
    'clients.heldCommand': held[0]?.command ?? '',
    'clients.waitingForItems': people.filter((line) => line.flags.includes('b') && waitsByNature.test(line.command)).length,
    'clients.inTransaction': people.filter((line) => line.flags.includes('x')).length,
    'clients.heaviestId': heaviest?.id ?? '',
    'clients.heaviestAddress': heaviest?.address ?? '',
    'clients.heaviestName': heaviest?.name ?? '',
    'clients.heaviestWho': heaviest === null ? '' : whoIs(heaviest),
    'clients.heaviestCommand': heaviest?.command ?? '',
    'clients.heaviestBytes': heaviest?.totalBytes ?? 0,
    'clients.heaviestOutputBytes': heaviest?.outputBytes ?? 0,
    'clients.outputBytes': people.reduce((sum, line) => sum + line.outputBytes, 0),
    'clients.totalBytes': people.reduce((sum, line) => sum + line.totalBytes, 0),
    'clients.replicaOutputBytes': lines.filter((line) => line.flags.includes('S')).reduce((sum, line) => sum + line.outputBytes, 0),
  };
}

/** By its own name or its login, where it has one, and by its address. */
function whoIs({ name, user, address }: ClientLine): string {
  const own = name !== '' ? name : user === 'default' ? '' : user;
  return own === '' ? address : `${own} (${address})`;
}

interface Group {
  readonly by: 'name' | 'address';
  readonly value: string;
  readonly label: string;
  readonly members: readonly ClientLine[];
}

/** By the name that a client gave itself, else by its address; the largest first. */
function groupsOf(lines: readonly ClientLine[]): readonly Group[] {
  const groups = new Map<string, { by: 'name' | 'address'; value: string; label: string; members: ClientLine[] }>();
  for (const line of lines) {
    const by = line.name === '' ? 'address' : 'name';
    const value = line.name === '' ? hostOf(line.address) : line.name;
    const key = `${by} ${value}`;
    const group = groups.get(key) ?? { by, value, label: by === 'name' ? `${value}@${hostOf(line.address)}` : value, members: [] };
    group.members.push(line);
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.members.length - one.members.length);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
