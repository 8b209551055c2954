/** The numbers of on-call work, as JSON or as CSV for a spreadsheet. */

import { z } from 'zod';
import { insightGroups } from '../../domain/insight.ts';
import { insightCsv } from '../../text/insight-csv.ts';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';
import { insightReportSchema } from '../schemas/insight-schemas.ts';

const spanQuery = localeQuery.extend({
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  timeZone: z.string().min(1).max(60).default('UTC').describe('Where days and weeks begin, as Asia/Shanghai'),
  group: z.enum(insightGroups).default('week'),
});

export function addInsightRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/insights',
    schema: {
      summary: 'How much came in, how much was noise, and how long things took; the last four weeks unless told otherwise',
      tags: ['insights'],
      querystring: spanQuery,
      response: { 200: insightReportSchema, ...refusals },
    },
    handler: async (request) => operations.insights(callerOf(request), given(request.query)),
  });

  app.route({
    method: 'GET',
    url: '/insights.csv',
    schema: {
      summary: 'The same as CSV, a line a group; durations in seconds',
      tags: ['insights'],
      querystring: spanQuery,
      response: { 200: z.string(), ...refusals },
    },
    handler: async (request, reply) => {
      const report = await operations.insights(callerOf(request), given(request.query));
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="zhiban-insights-by-${report.group}.csv"`)
        .send(insightCsv(report));
    },
  });
}

function given({ since, until, timeZone, group }: z.output<typeof spanQuery>) {
  return { timeZone, group, ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}
