/** All alerts that came, told or kept back: listed, filtered and searched. */

import { z } from 'zod';
import { type App, callerOf } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import { idText, localeQuery, refusals } from '../schemas/answers.ts';
import { alertListedSchema } from '../schemas/incident-schemas.ts';
import { listOf } from '../schemas/of-view.ts';

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'expected a time such as 2026-01-31T08:00:00Z' });
const matcher = z.string().max(2_500);

const alertQuery = localeQuery.extend({
  status: z.enum(['firing', 'resolved']).optional(),
  severity: z.string().max(60).optional().describe('Some of critical, warning and info, separated by commas'),
  source: z.string().max(100).optional(),
  fingerprint: z.string().min(1).max(300).optional().describe('All periods of one alert'),
  suppressed: z
    .enum(['include', 'exclude', 'only'])
    .optional()
    .describe('Alerts that were kept back: listed with the others unless said; they are in no incident'),
  since: moment.optional().describe('Began then or later'),
  until: moment.optional().describe('Began then or earlier'),
  incident: idText.optional().describe('Id or code'),
  systemId: idText.optional().describe('A system that the incident concerns'),
  service: z.string().max(300).optional().describe('The label of this name'),
  match: z
    .union([matcher, z.array(matcher).max(20)])
    .optional()
    .describe('Matchers as Alertmanager writes them: alertname="Lag", cluster=~"prod-.*"'),
  q: z.string().max(200).optional().describe('Words that all stand in the labels or annotations'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

export function addAlertRoutes(app: App, { operations }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/alerts',
    schema: {
      summary: 'List all alerts that came, newest first: with their incident, or why they are in none',
      description: 'All that is given has to be met. `nextCursor` is where the next page begins.',
      tags: ['alerts'],
      querystring: alertQuery,
      response: { 200: z.object({ items: listOf(alertListedSchema), nextCursor: z.string().nullable() }), ...refusals },
    },
    handler: async (request) => {
      const { match, since, until, locale: _locale, ...rest } = request.query;
      return operations.listAlerts(callerOf(request), {
        ...rest,
        match: match === undefined ? undefined : [match].flat(),
        since: isoOf(since),
        until: isoOf(until),
      });
    },
  });
}

function isoOf(given: string | undefined): string | undefined {
  return given === undefined ? undefined : new Date(given).toISOString();
}
