/** SkyWalking's webhook: a list of alarms, and of recoveries where `recoveryTime` says so. */

import { z } from 'zod';
import { type IncomingAlert, severityOf } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, moment, neededWord, word } from '../shapes.ts';

const alarm = z.looseObject({
  scope: word,
  name: neededWord,
  id0: word,
  id1: word,
  ruleName: neededWord,
  alarmMessage: word,
  startTime: moment,
  recoveryTime: moment,
  tags: z
    .array(z.looseObject({ key: z.string().max(300), value: word }))
    .nullish()
    .transform((tags) => tags ?? []),
});

export const skywalking: SourceKind = {
  name: 'skywalking',
  title: 'SkyWalking',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = z.array(alarm).safeParse(given);
    if (!parsed.success) throw invalidBody('SkyWalking', parsed.error);
    return parsed.data.map((each) => toAlert(each, now));
  },
};

function toAlert(each: z.infer<typeof alarm>, now: string): IncomingAlert {
  const tags = Object.fromEntries(each.tags.map(({ key, value }) => [key, value]));
  const recoveredAt = each.recoveryTime === 0 ? null : alertTime(each.recoveryTime);
  return buildAlert(
    {
      source: 'skywalking',
      identity: [each.ruleName, each.scope, each.id0, each.id1, each.name],
      group: each.ruleName,
      isResolved: recoveredAt !== null,
      name: each.ruleName,
      severity: severityOf({ severity: tags.level ?? tags.severity ?? '' }),
      labels: { ...tags, scope: each.scope, ...entityOf(each.scope, each.name) },
      annotations: { summary: each.alarmMessage ?? each.name },
      startsAt: alertTime(each.startTime),
      endsAt: recoveredAt,
      url: null,
    },
    now,
  );
}

/** Names are `{instance} of {service}`, `{endpoint} in {service}`, `{one} to {other}`. */
function entityOf(scope: string | null, name: string): Readonly<Record<string, string | undefined>> {
  if (scope === 'SERVICE_INSTANCE') {
    const [, instance, service] = /^(.*) of (.*?)$/s.exec(name) ?? [];
    if (service !== undefined) return { instance, service };
  }
  if (scope === 'ENDPOINT') {
    const [, endpoint, service] = /^(.*) in (.*?)$/s.exec(name) ?? [];
    if (service !== undefined) return { endpoint, service };
  }
  if (scope === 'SERVICE_RELATION') {
    const [, service, target] = /^(.*?) to (.*)$/s.exec(name) ?? [];
    if (target !== undefined) return { service, target };
  }
  return scope === 'SERVICE' || scope === null ? { service: name } : { entity: name };
}
