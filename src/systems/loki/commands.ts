/** What people may ask to have run on Loki, as `logcli` writes it. It only reads; what lines say is summed up as in every look. */

import { z } from 'zod';
import { text } from '../command.ts';
import type { ReadForm } from '../commands/forms.ts';
import { bareOf, isBalanced, type QueryForm, queryGrammar } from '../commands/query-line.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { LookContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { unlessUnchecked } from '../http-api/failure.ts';
import type { LokiClient } from './client.ts';
import { ingestionProbe } from './probes/ingestion.ts';
import { queryProbe } from './probes/query.ts';
import { selfProbe } from './probes/self.ts';
import { streamsProbe } from './probes/streams.ts';

const timeoutMs = 6_000;
const namesMax = 500;
const limitOf = ({ signal }: LookContext): HttpLimit => ({ timeoutMs, signal });
const names = z.looseObject({ data: z.array(z.string()).nullish() });

/** A selector first and every bracket closed; the rest is for Loki itself, which reads it before it is approved. */
function wrong(expression: string) {
  const bare = bareOf(expression) ?? '';
  return /^\{[^{}]+\}/.test(bare) && isBalanced(bare)
    ? null
    : text('不是合法的 LogQL：要以 {标签="值"} 开头', 'it is no LogQL: it begins with {label="value"}');
}

const queries: readonly QueryForm<LokiClient>[] = [
  {
    ...shownBy('query <expression>', queryProbe, ({ expression }) => ({ query: expression })),
    wrong,
    // Versions before 2.5 have no such path.
    check: (client, expression, context) =>
      unlessUnchecked(client.json({ path: 'loki/api/v1/format_query', query: { query: expression } }, z.unknown(), limitOf(context))),
  },
];

const reads: readonly ReadForm<LokiClient>[] = [
  { form: 'labels', run: (client, _slots, context) => listed(client, 'loki/api/v1/labels', context) },
  { form: 'labels <label>', run: (client, { label = '' }, context) => listed(client, `loki/api/v1/label/${label}/values`, context) },
  shownBy('show streams', streamsProbe),
  shownBy('show ingestion', ingestionProbe),
  shownBy('show status', selfProbe),
];

async function listed(client: LokiClient, path: string, context: LookContext): Promise<string> {
  const { data } = await client.json({ path }, names, limitOf(context));
  return (data ?? []).slice(0, namesMax).join('\n') || '(none)';
}

export const lokiCommands = queryGrammar<LokiClient>(
  {
    reads,
    changes: [],
    program: 'logcli',
    isCaseSensitive: true,
    slots: { label: /^[a-zA-Z_]\w{0,100}$/ },
    refused: {
      delete: text('会删除日志', 'it deletes logs'),
      push: text('会写入日志', 'it writes logs'),
      fmt: text('查询在执行前总会由 Loki 检查', 'a query is always read by Loki before it is run'),
    },
  },
  queries,
);
