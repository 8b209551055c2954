/** What HAProxy prints: statistics as CSV, its own state as lines, the state of servers, stick tables. */

/** One frontend, backend or server; a number that is not told is null. */
export interface StatRow {
  readonly proxy: string;
  readonly name: string;
  readonly type: 'frontend' | 'backend' | 'server' | 'listener';
  /** `UP`, `DOWN`, `UP 1/3`, `MAINT (via a/b)`, `no check`, `OPEN`… */
  readonly status: string;
  text(column: string): string;
  number(column: string): number | null;
}

const types = ['frontend', 'backend', 'server', 'listener'] as const;

/** Null when it is not HAProxy's CSV. */
export function parseStat(csv: string): readonly StatRow[] | null {
  const [head = '', ...lines] = csv.split('\n');
  if (!head.startsWith('# pxname,svname,')) return null;
  const columns = new Map(
    head
      .slice(2)
      .split(',')
      .map((name, index) => [name.trim(), index]),
  );
  return lines.flatMap((line) => {
    if (line.trim() === '') return [];
    const cells = cellsOf(line);
    const text = (column: string): string => cells[columns.get(column) ?? -1] ?? '';
    const number = (column: string): number | null => {
      const value = text(column);
      return /^-?\d+$/.test(value) ? Number(value) : null;
    };
    const type = types[number('type') ?? -1];
    return type === undefined ? [] : [{ proxy: text('pxname'), name: text('svname'), type, status: text('status'), text, number }];
  });
}

function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** `Name: value` lines of `show info`. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^([\w -]+?): (.*)$/gm)].map(([, name = '', value = '']) => [name, value.trim()]));
}

export interface ServerState {
  readonly backend: string;
  readonly server: string;
  readonly admin: 'ready' | 'drain' | 'maint';
  readonly weight: number;
  readonly areChecksOn: boolean | null;
}

/** Bits of srv_admin_state (management guide, 9.3): forced maintenance, forced drain; of srv_check_state: configured, enabled. */
const bits = { maintenance: 0x01, drain: 0x08, checkConfigured: 0x02, checkEnabled: 0x04 } as const;

export function parseServersState(text: string): readonly ServerState[] {
  const lines = text.split('\n');
  const head = lines.find((line) => line.startsWith('# be_id '));
  if (head === undefined) return [];
  const columns = head.slice(2).trim().split(' ');
  return lines.flatMap((line) => {
    if (!/^\d+ \S+ \d+ /.test(line)) return [];
    const cells = line.trim().split(' ');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const [admin, check] = [Number(cell('srv_admin_state')), Number(cell('srv_check_state'))];
    return [
      {
        backend: cell('be_name'),
        server: cell('srv_name'),
        admin: (admin & bits.maintenance) !== 0 ? 'maint' : (admin & bits.drain) !== 0 ? 'drain' : 'ready',
        weight: Number(cell('srv_uweight')),
        areChecksOn: (check & bits.checkConfigured) === 0 ? null : (check & bits.checkEnabled) !== 0,
      } as const,
    ];
  });
}

export interface StickTable {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly used: number;
}

export function parseTables(text: string): readonly StickTable[] {
  return [...text.matchAll(/^# table: ([^,]+), type: ([^,]+), size:(\d+), used:(\d+)/gm)].map(([, name = '', type = '', size, used]) => ({
    name,
    type,
    size: Number(size),
    used: Number(used),
  }));
}
