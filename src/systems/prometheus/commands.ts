/** What people may ask to have run on Prometheus, as `promtool` writes it. Everything that it answers only reads. */

import { z } from 'zod';
import { text } from '../command.ts';
import type { ReadForm } from '../commands/forms.ts';
import { type QueryForm, queryGrammar } from '../commands/query-line.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { LookContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { unlessUnchecked } from '../http-api/failure.ts';
import type { PrometheusClient } from './client.ts';
import { queryProbe, queryRangeProbe } from './probes/query.ts';
import { rulesProbe } from './probes/rules.ts';
import { selfProbe } from './probes/self.ts';
import { targetsProbe } from './probes/targets.ts';
import { isPromql } from './promql.ts';

const timeoutMs = 6_000;
const valuesMax = 500;
const limitOf = ({ signal }: LookContext): HttpLimit => ({ timeoutMs, signal });

const wrong = (expression: string) => (isPromql(expression) ? null : text('不是合法的 PromQL', 'it is no PromQL'));

/** Prometheus has it since 2.41; what answers like it need not. */
function check(client: PrometheusClient, expression: string, context: LookContext): Promise<void> {
  return unlessUnchecked(client.api('format_query', { query: expression }, z.unknown(), limitOf(context)));
}

const queries: readonly QueryForm<PrometheusClient>[] = [
  { ...shownBy('query instant <expression>', queryProbe, ({ expression }) => ({ expression })), wrong, check },
  { ...shownBy('query range <expression>', queryRangeProbe, ({ expression }) => ({ expression })), wrong, check },
];

const reads: readonly ReadForm<PrometheusClient>[] = [
  {
    form: 'query labels <label>',
    async run(client, { label = '' }, context) {
      const values = await client.api(`label/${label}/values`, {}, z.array(z.string()), limitOf(context));
      const more = values.length > valuesMax ? [`(${String(values.length - valuesMax)} more)`] : [];
      return [...values.slice(0, valuesMax), ...more].join('\n') || '(no values)';
    },
  },
  page('check healthy', '/-/healthy'),
  page('check ready', '/-/ready'),
  shownBy('show targets', targetsProbe),
  shownBy('show rules', rulesProbe),
  shownBy('show status', selfProbe),
];

function page(form: string, path: string): ReadForm<PrometheusClient> {
  return {
    form,
    async run(client, _slots, context) {
      const { status, body } = await client.page(path, limitOf(context), 4_096);
      return `${String(status)} ${body.trim()}`;
    },
  };
}

const files = text('要在存放其文件的主机上执行', 'it works on files, where those lie');
const writes = text('会改写或删除已存的数据', 'it writes or deletes what is kept');

export const prometheusCommands = queryGrammar<PrometheusClient>(
  {
    reads,
    changes: [],
    program: 'promtool',
    isCaseSensitive: true,
    slots: { label: /^[a-zA-Z_]\w{0,100}$/ },
    refused: {
      tsdb: files, test: files, 'check config': files, 'check rules': files, 'check web-config': files, 'check metrics': files, push: writes, delete_series: writes, clean_tombstones: writes, snapshot: writes,
      debug: text('会长时间采样，拖慢它', 'it takes samples for long, which slows it'),
    }, // biome-ignore format: a table of words
  },
  queries,
);
