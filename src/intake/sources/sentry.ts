/** Sentry's integration webhooks: issue alerts, issues and metric alerts. https://docs.sentry.io/organization/integrations/integration-platform/webhooks/ */

import { z } from 'zod';
import type { IncomingAlert, Severity } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const project = z
  .union([
    z.looseObject({ slug: word, name: word }),
    z.union([z.string(), z.number()]).transform((id) => ({ slug: String(id), name: null })),
  ])
  .nullish();

const event = z.looseObject({
  issue_id: word,
  event_id: word,
  title: neededWord,
  culprit: word,
  level: word,
  environment: word,
  release: word,
  web_url: word,
  issue_url: word,
  datetime: moment,
  project,
  tags: z
    .array(z.tuple([z.string().max(300), word]))
    .nullish()
    .catch([]),
});

const issue = z.looseObject({
  id: neededWord,
  shortId: word,
  title: neededWord,
  culprit: word,
  level: word,
  status: word,
  permalink: word,
  web_url: word,
  firstSeen: moment,
  lastSeen: moment,
  project,
});

const metricAlert = z.looseObject({
  id: neededWord,
  identifier: word,
  title: word,
  status: word,
  date_started: moment,
  date_closed: moment,
  alert_rule: z.looseObject({ id: word, name: word, query: word, environment: word }).nullish().catch(null),
  projects: z.array(z.string().max(300)).nullish().catch([]),
});

const body = z.looseObject({
  action: neededWord,
  data: z.looseObject({
    event: event.optional(),
    issue: issue.optional(),
    metric_alert: metricAlert.optional(),
    triggered_rule: word,
    description_title: word,
    description_text: word,
    web_url: word,
  }),
});

type Told = z.infer<typeof body>;

export const sentry: SourceKind = {
  name: 'sentry',
  title: 'Sentry',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('Sentry', parsed.error);
    const told = parsed.data;
    if (told.data.metric_alert !== undefined) return [ofMetric(told, told.data.metric_alert, now)];
    if (told.data.issue !== undefined) return ofIssue(told, told.data.issue, now);
    if (told.data.event !== undefined && told.action === 'triggered') return [ofEvent(told, told.data.event, now)];
    // Installations, comments and single errors are no alerts.
    return [];
  },
};

function ofEvent({ data }: Told, each: z.infer<typeof event>, now: string): IncomingAlert {
  const id = each.issue_id ?? /\/issues\/(\d+)/.exec(each.issue_url ?? '')?.[1] ?? each.title;
  return buildAlert(
    {
      source: 'sentry',
      identity: ['issue', id],
      group: `issue:${id}`,
      isResolved: false,
      name: each.title,
      severity: severityOfLevel(each.level),
      labels: {
        ...Object.fromEntries((each.tags ?? []).map(([name, value]) => [name, value])),
        project: each.project?.slug,
        environment: each.environment,
        release: each.release,
        rule: data.triggered_rule,
        sentry_level: each.level,
        issue: id,
      },
      annotations: { summary: each.title, culprit: each.culprit },
      startsAt: alertTime(each.datetime),
      endsAt: null,
      url: each.web_url ?? each.issue_url,
    },
    now,
  );
}

/** Assigning and archiving say nothing about whether it burns. */
function ofIssue({ action }: Told, each: z.infer<typeof issue>, now: string): readonly IncomingAlert[] {
  const isResolved = action === 'resolved';
  if (!isResolved && action !== 'created' && action !== 'unresolved') return [];
  const alert = buildAlert(
    {
      source: 'sentry',
      identity: ['issue', each.id],
      group: `issue:${each.id}`,
      isResolved,
      name: each.title,
      severity: severityOfLevel(each.level),
      labels: { project: each.project?.slug, sentry_level: each.level, issue: each.shortId ?? each.id },
      annotations: { summary: each.title, culprit: each.culprit },
      // A return of an old issue began when it was last seen, not months ago; an end is told when it happens.
      startsAt: isResolved ? now : alertTime(action === 'created' ? each.firstSeen : (each.lastSeen ?? each.firstSeen)),
      endsAt: now,
      url: each.permalink ?? each.web_url,
    },
    now,
  );
  return [alert];
}

function ofMetric({ action, data }: Told, each: z.infer<typeof metricAlert>, now: string): IncomingAlert {
  const name = each.alert_rule?.name ?? each.title ?? 'metric alert';
  return buildAlert(
    {
      source: 'sentry',
      identity: ['metric', each.id],
      group: `metric:${each.alert_rule?.id ?? each.id}`,
      isResolved: action === 'resolved',
      name,
      severity: action === 'critical' ? 'critical' : 'warning',
      labels: { project: each.projects?.join(','), environment: each.alert_rule?.environment, incident: each.identifier },
      annotations: { summary: data.description_title ?? name, description: data.description_text, expression: each.alert_rule?.query },
      startsAt: alertTime(each.date_started),
      endsAt: alertTime(each.date_closed),
      url: data.web_url,
    },
    now,
  );
}

function severityOfLevel(level: string | null): Severity {
  if (level === 'fatal') return 'critical';
  return level === 'info' || level === 'debug' ? 'info' : 'warning';
}
