/** Rule 4: every system and every adapter is registered, has a line in a guide, and its test calls the contract suite. */

import type { Offence, Source } from './source.ts';

interface RoomKind {
  /** The folder with one room per kind, and the file that makes a folder in it a kind and not a shared part. */
  readonly folder: 'systems' | 'adapters';
  readonly mark: string;
  readonly registry: RegExp;
  readonly suite: string;
  /** Rooms without a foreign platform behind them: no network to lose, no limits, no accounts. They are tested by what a person sees. */
  readonly ownTests: readonly string[];
}

const roomKinds: readonly RoomKind[] = [
  { folder: 'systems', mark: 'system.ts', registry: /^src\/systems\/registry\.ts$/, suite: 'tests/contracts/system.ts', ownTests: [] },
  {
    folder: 'adapters',
    mark: 'adapter.ts',
    registry: /^src\/main\/wire\/[^/]+\.ts$/,
    suite: 'tests/contracts/adapter.ts',
    ownTests: ['console'],
  },
  { folder: 'adapters', mark: 'voice.ts', registry: /^src\/main\/wire\/[^/]+\.ts$/, suite: 'tests/contracts/voice.ts', ownTests: [] },
];

export function findUnfinishedRooms(sources: readonly Source[], tests: readonly Source[], guides: string): Offence[] {
  return roomKinds.flatMap((kind) => {
    const mark = new RegExp(`^src/${kind.folder}/([^/]+)/${kind.mark}$`);
    const names = sources.flatMap(({ path }) => mark.exec(path)?.[1] ?? []);
    return names.flatMap((name) => judge(kind, name, sources, tests, guides));
  });
}

function judge(kind: RoomKind, name: string, sources: readonly Source[], tests: readonly Source[], guides: string): Offence[] {
  const room = `${kind.folder}/${name}`;
  const door = `src/${room}/${kind.mark}`;
  const imports = (source: Source, path: string): boolean => source.imports.some((each) => each.path === path);
  const isRegistered = sources.some((source) => kind.registry.test(source.path) && imports(source, door));
  const own = tests.filter(({ path }) => path.startsWith(`tests/${room}/`) || path === `tests/${room}.test.ts`);
  const isOwn = kind.ownTests.includes(name) && own.some(({ path }) => path.endsWith('adapter.test.ts'));
  const isHeldToContract = isOwn || own.some((test) => test.path.endsWith('.test.ts') && imports(test, kind.suite));
  const hasGuideLine = guides.includes(`\`${name}\``) || guides.includes(room);
  const complaints = [
    isRegistered ? [] : [`'${name}' is registered nowhere (${kind.registry.source})`],
    isHeldToContract ? [] : [`no test below tests/${room}/ calls the suite of ${kind.suite}`],
    hasGuideLine ? [] : [`no guide below docs/guides names \`${name}\``],
  ].flat();
  return complaints.map((what) => ({ path: door, line: 1, what }));
}
