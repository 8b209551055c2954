/** What people may ask to have run on MongoDB, as mongosh writes it: calls of a list, never a document of somebody's. */

import type { ActionArguments } from '../../domain/plan.ts';
import { text } from '../command.ts';
import { type ChangeForm, type FormTable, formsOf, readWords, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import { refuse, strangeCharacter, type Word } from '../commands/words.ts';
import type { GrammarAtHand, LookContext } from '../contract.ts';
import { killOperation } from './actions/kill-operation.ts';
import { setProfiling } from './actions/profiling.ts';
import { stepDown } from './actions/step-down.ts';
import type { MongodbClient } from './client.ts';
import { databasesProbe } from './probes/databases.ts';
import { operationsProbe } from './probes/operations.ts';
import { replicationProbe } from './probes/replication.ts';
import { serverProbe } from './probes/server.ts';
import { warningsProbe } from './probes/warnings.ts';
import { listAt, numberAt, textAt } from './values.ts';

const timeoutMs = 5_000;

const changes: readonly ChangeForm<MongodbClient>[] = [
  { form: 'db . killOp ( <operation> )', action: killOperation, bind: operationOf },
  {
    form: 'db . getSiblingDB ( <database> ) . setProfilingLevel ( 1 , <milliseconds> )',
    action: setProfiling,
    given: ({ database = '', milliseconds }) => ({ database, slowMs: Number(milliseconds) }),
  },
  { form: 'rs . stepDown ( <seconds> )', action: stepDown, given: ({ seconds }) => ({ forSeconds: Number(seconds) }) },
];

/** Ids are given anew: on what it works and for how long say which one is meant. */
async function operationOf(
  { operation = '' }: Slots,
  client: MongodbClient,
  { signal }: LookContext,
): Promise<ActionArguments | { readonly refused: ReturnType<typeof text> }> {
  const answer = await client.command('admin', { currentOp: 1, active: true }, { timeoutMs, signal });
  const found = listAt(answer, 'inprog').find((each) => (textAt(each, 'opid') || String(numberAt(each, 'opid') ?? '')) === operation);
  if (found === undefined) return { refused: text(`没有正在执行的操作 ${operation}`, `no operation ${operation} is running`) };
  return { operation, namespace: textAt(found, 'ns'), atLeastSeconds: Math.floor(numberAt(found, 'secs_running') ?? 0) };
}

const ownsData = text('文档是业务数据', 'documents are somebody’s data');
const writesData = text('会改写或删除业务数据', 'it changes or deletes somebody’s data');
const stops = text('会停掉服务器或改变副本集', 'it stops the server or changes the replica set');

const table: FormTable<MongodbClient> = {
  reads: [
    shownBy('db . serverStatus ( )', serverProbe),
    shownBy('db . hello ( )', serverProbe),
    shownBy('db . currentOp ( )', operationsProbe),
    shownBy('rs . status ( )', replicationProbe),
    shownBy('show dbs', databasesProbe),
    shownBy('show log', warningsProbe),
  ],
  changes,
  isCaseSensitive: true,
  slots: {
    operation: /^(?:[\w-]{1,100}:)?-?\d{1,12}$/,
    database: /^[^\s/\\."'$\p{Cc}]{1,63}$/u,
    milliseconds: /^\d{2,6}$/,
    seconds: /^\d{2,4}$/,
  },
  refused: {},
};

/** Why what people might well ask for is not there, by the call. */
const refused: readonly (readonly [call: RegExp, why: ReturnType<typeof text>])[] = [
  [/\.(find|findOne|aggregate|distinct|count\w*|watch)\(/, ownsData],
  [/\.(insert\w*|update\w*|replace\w*|delete\w*|remove|drop\w*|bulkWrite|rename\w*|findAnd\w+|findOneAnd\w+)\(/, writesData],
  [/\.(shutdownServer|fsyncLock|reconfig|initiate|add|freeze)\(/, stops],
  [/\.(createUser|dropUser|updateUser|grant\w*|revoke\w*|changeUserPassword|auth|getUsers?)\(/, text('会改变谁能做什么', 'it changes who may do what')],
  [/\.(eval|adminCommand|runCommand)\(|\$where|function|=>/, text('可以执行任意操作，无法判断它会做什么', 'it can do anything: what it would do cannot be told')],
]; // biome-ignore format: a table

const token = /\s*(?:([A-Za-z_$][\w$]*)|("(?:[^"\\]*)"|'(?:[^'\\]*)')|(-?\d{1,20})|([().,]))/y;

export const mongodbCommands: GrammarAtHand<MongodbClient> = {
  forms: formsOf(table).map(tight),
  read(given) {
    const source = given.trim().replace(/\s*;$/, '');
    const strange = strangeCharacter(source);
    if (strange !== null) return strange;
    const why = refused.find(([call]) => call.test(source))?.[1];
    const words = tokensOf(source);
    if (why !== undefined) return refuse(source, why['zh-CN'], why.en, formsOf(table).map(tight).slice(0, 4));
    if (words === null)
      return refuse(
        source,
        '这里只能是允许的调用，参数只能是数字或带引号的名字',
        'only the calls that are allowed, with a number or a quoted name in them',
        formsOf(table).map(tight).slice(0, 6),
      );
    const reading = readWords(table, words, print);
    return 'command' in reading ? reading : { refusal: { ...reading.refusal, near: reading.refusal.near.map(tight) } };
  },
};

/** Null for what is no call of names, numbers and quoted names. */
function tokensOf(source: string): readonly Word[] | null {
  const words: Word[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (match === null) return null;
    const quoted = match[2];
    words.push(quoted === undefined ? { text: match[0].trim(), isQuoted: false } : { text: quoted.slice(1, -1), isQuoted: true });
  }
  return words;
}

function print(words: readonly Word[]): string {
  return tight(words.map(({ text: word, isQuoted }) => (isQuoted ? `"${word}"` : word)).join(' '));
}

/** `db . killOp ( 1 )` as people write it. */
function tight(form: string): string {
  return form.replace(/ ?([().]) ?/g, '$1').replace(/ ,/g, ',');
}
