/** A question becomes an incident: the thread is told at once, the looking starts behind it. */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import { ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { Locale } from '../domain/text.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import type { AskInput, Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, namesText, refusal, requireRole } from './guard.ts';
import { openIncident } from './open-incident.ts';

const questionLengthMax = 4_000;

export function createAsk(deps: OperationsDeps): Operations['ask'] {
  return async (caller, input) => {
    requireRole(deps, caller, 'viewer', 'ask');
    const text = checkText(input.text, caller.locale);
    const store = deps.store.forTenant(caller.tenantId);
    const systemIds = chooseSystems(deps, caller, input, text);
    const now = new Date(deps.clock.now()).toISOString();
    const opened = await store.transaction(async (inside) => {
      if (input.key !== undefined && !(await inside.interactions.claim(`ask:${input.key}`, deps.clock.now()))) return null;
      const incident = await openIncident(deps, inside, {
        title: text,
        severity: 'info',
        origin: 'question',
        question: text,
        groupKey: null,
        previousIncidentId: null,
        requestedBy: caller.person.id,
        locale: input.locale ?? caller.locale,
        systemIds,
        startedAt: now,
        alertsFiring: 0,
        alertsTotal: 0,
        firstWords: message('incident.opened.question', { person: caller.person.name, title: text.slice(0, 300) }),
        labels: {},
        ...(input.place === undefined ? {} : { place: input.place }),
        ...(input.parent === undefined ? {} : { parent: input.parent }),
      });
      await auditLine(inside, caller, now, { action: 'ask', incidentId: incident.id, target: incident.code, outcome: 'ok' });
      if (input.key !== undefined) await inside.settings.set(askKey(input.key), { incidentId: incident.id, code: incident.code });
      return incident;
    });
    deps.wake();
    return opened === null ? earlier(deps, caller, input) : { incidentId: opened.id, code: opened.code };
  };
}

function askKey(key: string): string {
  return `asked:${key}`;
}

async function earlier(
  deps: OperationsDeps,
  caller: Caller,
  input: AskInput,
): Promise<{ readonly incidentId: string; readonly code: string }> {
  const stored = await deps.store.forTenant(caller.tenantId).settings.get(askKey(input.key ?? ''));
  const incidentId: unknown = typeof stored === 'object' && stored !== null ? Reflect.get(stored, 'incidentId') : null;
  const code: unknown = typeof stored === 'object' && stored !== null ? Reflect.get(stored, 'code') : null;
  if (typeof incidentId === 'string' && typeof code === 'string') return { incidentId, code };
  throw new ZhibanError('conflict', 'This question is being taken in already');
}

function checkText(given: string, locale: Locale): string {
  const text = maskSecrets(given)
    .trim()
    .replace(/^@(zhiban|值班)[\s,，:：]*/i, '');
  if (text === '') throw new ZhibanError('invalid', refusal(locale, 'empty-question'));
  if (text.length > questionLengthMax)
    throw new ZhibanError('too-large', refusal(locale, 'long-question', { length: text.length, limit: questionLengthMax }));
  return text;
}

function chooseSystems(deps: OperationsDeps, caller: Caller, input: AskInput, text: string): readonly string[] {
  const asked = input.systemIds ?? [];
  const unknown = asked.filter((id) => deps.pool.get(id) === null);
  if (unknown.length > 0) {
    const known = deps.pool.list().map(({ entry }) => entry.id);
    const values = { unknown: namesText(unknown, caller.locale), known: namesText(known, caller.locale) };
    throw new ZhibanError('invalid', refusal(caller.locale, 'unknown-systems', values), { details: { unknown, known } });
  }
  return asked.length > 0 ? asked : nameSystems(text, [], nameableSystems(deps.pool));
}
