/** Rule 3: only some rooms have a door to the outside. */

import { lineAt, type Offence, type Source, walk } from './source.ts';

const roomsWithDoor = /^src\/(adapters|systems|analyst|store|api|intake|plugins|demo|main)\//;

const drivers = new RegExp(
  `^(${[
    'node:(net|http|https|http2|tls|dgram|dns|dns/promises|child_process|cluster|worker_threads|inspector|sqlite)',
    '@electric-sql/.*|@platformatic/kafka|@nats-io/.*|mongodb|pg|pg-.*|mysql2|mysql2/.*|drizzle-orm/.*|ioredis|node-ssh|ssh2|openai|ws|undici|axios',
    '@slack/.*|@larksuiteoapi/.*|dingtalk-stream|nodemailer|smtp-server|fastify|@fastify/.*|@temporalio/worker|@opentelemetry/(sdk|exporter).*',
  ].join('|')})$`,
);

export function findStrayDrivers(sources: readonly Source[]): Offence[] {
  const indoors = sources.filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/console/') && !roomsWithDoor.test(path));
  return indoors.flatMap((source) => [...packagesOf(source), ...fetchesOf(source)]);
}

function packagesOf({ path, imports }: Source): Offence[] {
  const found = imports.filter(({ from, isType }) => !isType && drivers.test(from));
  return found.map(({ from, line }) => ({
    path,
    line,
    what: `'${from}' reaches outside; that belongs to a room with a door (adapters, systems, store…)`,
  }));
}

/** `fetch(…)` needs no import. */
function fetchesOf({ path, text, program }: Source): Offence[] {
  const calls = [...walk(program.body)].filter(({ type, callee }) => type === 'CallExpression' && isFetch(callee));
  return calls.map(({ start }) => ({ path, line: lineAt(text, start), what: 'fetch() reaches outside' }));
}

function isFetch(callee: unknown): boolean {
  return typeof callee === 'object' && callee !== null && 'name' in callee && callee.name === 'fetch';
}
