/** What people may ask to have run on VictoriaLogs: a query in LogsQL. Its query endpoint only reads; lines are summed up as in every look. */

import { text } from '../command.ts';
import { bareOf, isBalanced, queryGrammar } from '../commands/query-line.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { LookContext } from '../contract.ts';
import type { VictorialogsClient } from './client.ts';
import { ingestionProbe } from './probes/ingestion.ts';
import { queryProbe } from './probes/query.ts';
import { selfProbe } from './probes/self.ts';
import { streamsProbe } from './probes/streams.ts';

const timeoutMs = 6_000;

/** A time range may be half open, `[5m, 10m)`: such brackets are left to the server. */
function wrong(expression: string) {
  const bare = (bareOf(expression) ?? '(').replace(/_time:\s*[[(][^\])]*[\])]/g, '');
  return isBalanced(bare) ? null : text('不是合法的 LogsQL：括号没有成对', 'it is no LogsQL: a bracket is not closed');
}

/** Over a moment in which nothing lies: the server reads the query, and walks over nothing. */
async function check(client: VictorialogsClient, query: string, { clock, signal }: LookContext): Promise<void> {
  const moment = new Date(clock.now()).toISOString();
  await client.text({ path: 'select/logsql/query', form: { query, limit: '1', start: moment, end: moment } }, { timeoutMs, signal });
}

export const victorialogsCommands = queryGrammar<VictorialogsClient>(
  {
    reads: [shownBy('show streams', streamsProbe), shownBy('show ingestion', ingestionProbe), shownBy('show status', selfProbe)],
    changes: [],
    isCaseSensitive: true,
    slots: {},
    refused: { delete: text('会删除日志', 'it deletes logs'), insert: text('会写入日志', 'it writes logs') },
  },
  [{ ...shownBy('query <expression>', queryProbe, ({ expression }) => ({ query: expression })), wrong, check }],
);
