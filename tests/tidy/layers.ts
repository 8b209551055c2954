/** Rule 1: imports run downward only. */

import type { Import, Offence, Source } from './source.ts';

/** From the ground up. Folders of one floor know each other by the types of their `contract.ts`, and by nothing else. */
const floors: readonly (readonly string[])[] = [
  ['domain'],
  ['text', 'analysis', 'charts', 'oncall'],
  ['store'],
  ['systems', 'adapters', 'analyst', 'knowledge'],
  ['config'],
  ['activities'],
  ['workflows'],
  ['operations'],
  ['bot', 'intake', 'api', 'plugins', 'demo'],
  ['main'],
];

/** What the console may know of the server: what things are called and look like. */
const consoleMayKnow = /^src\/(domain|store|adapters|operations)\//;

/** Packages that only compute. */
const purePackages =
  /^(zod|fastest-levenshtein|yaml|temporal-polyfill|chrono-node|ical\.js|re2js|croner|rrule-temporal|@marcbachmann\/cel-js|@lezer\/.*|@prometheus-io\/lezer-promql|node:(crypto|util|path|assert|url|buffer))$/;

export function findUpwardImports(sources: readonly Source[]): Offence[] {
  return sources.filter(({ path }) => path.startsWith('src/')).flatMap((source) => source.imports.flatMap((each) => judge(source, each)));
}

function judge(source: Source, given: Import): Offence[] {
  const from = folderOf(source.path);
  const offence = (what: string): Offence[] => [{ path: source.path, line: given.line, what }];
  if (given.path === null) {
    const isGround = from === 'domain' || from === 'analysis' || from === 'oncall';
    if (isGround && !given.isType && !purePackages.test(given.from))
      return offence(`${from} does no I/O, so it can't import '${given.from}'`);
    return [];
  }
  if (!given.path.startsWith('src/')) return isData(given.path) ? [] : offence(`src imports nothing from outside src: '${given.from}'`);
  const to = folderOf(given.path);
  if (from === to) return [];
  if (from === 'console') return judgeConsole(given, offence);
  if (from === 'workflows' && to === 'activities') {
    if (given.path === 'src/activities/contract.ts') return [];
    return offence(`workflows know activities by 'activities/contract.ts' alone, not by '${given.from}'`);
  }
  const [own, other] = [floorOf(from), floorOf(to)];
  if (own === -1) return offence(`the folder src/${from} has no place in the order of layers (tests/tidy/layers.ts)`);
  if (other === -1) return offence(`src/${to} is not for ${from} to import`);
  if (other < own || (other === own && given.isType && given.path === `src/${to}/contract.ts`)) return [];
  return offence(`${from} can't import ${to}: imports run downward only ('${given.from}')`);
}

function judgeConsole(given: Import, offence: (what: string) => Offence[]): Offence[] {
  const path = given.path ?? '';
  if (path.startsWith('src/domain/')) return [];
  if (consoleMayKnow.test(path)) return given.isType ? [] : offence(`the console imports only types of '${path}'`);
  return offence(`the console can't import '${path}'`);
}

/** `src/main.ts` counts as `main`. */
function folderOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.tsx?$/, '');
}

function floorOf(folder: string): number {
  return floors.findIndex((floor) => floor.includes(folder));
}

function isData(path: string): boolean {
  return path === 'package.json' || path.startsWith('config/');
}
