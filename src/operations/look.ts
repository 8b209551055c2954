/** One look at one system, asked for in words or by name: what would be run is told with what it showed. Read-only by construction. */

import { ZhibanError } from '../domain/errors.ts';
import { maskSecretsDeep } from '../domain/mask-secrets.ts';
import type { LookView } from '../domain/view.ts';
import { findLook, type LookRequest } from '../systems/find-look.ts';
import { probesFor } from '../systems/probes-for.ts';
import { nameableSystems } from '../systems/scope.ts';
import { takeLook } from '../systems/take-look.ts';
import type { Caller, LookInput, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, namesText, refusal, requireRole } from './guard.ts';

/** What an answer names of what could be meant. */
const choicesMax = 20;

export function createLook(deps: OperationsDeps): Pick<Operations, 'look' | 'wouldLook'> {
  return {
    wouldLook(text) {
      return find(deps, text).kind !== 'none';
    },
    async look(caller, input) {
      requireRole(deps, caller, 'viewer', 'see');
      const { request, others } = 'text' in input ? requestInWords(deps, caller, input.text) : requestByName(deps, caller, input);
      const startedMs = deps.clock.now();
      const seen = await takeLook({ ...deps, metrics: { probe: () => undefined } }, request, request.aboutMs);
      const startedAt = new Date(startedMs).toISOString();
      await auditLine(deps.store.forTenant(caller.tenantId), caller, startedAt, {
        action: 'look',
        incidentId: null,
        target: `${request.systemId}/${request.probe}`,
        outcome: seen.status === 'ok' ? 'ok' : 'failed',
      });
      return viewOf(caller, { request, others, seen, startedAt, durationMs: deps.clock.now() - startedMs });
    },
  };
}

type Asked = { readonly request: LookRequest; readonly others: readonly string[] };

interface Answered extends Asked {
  readonly seen: Awaited<ReturnType<typeof takeLook>>;
  readonly startedAt: string;
  readonly durationMs: number;
}

function viewOf({ locale }: Caller, { request, others, seen, startedAt, durationMs }: Answered): LookView {
  return {
    systemId: request.systemId,
    probe: request.probe,
    parameters: maskSecretsDeep(request.parameters),
    startedAt,
    durationMs,
    status: seen.status,
    reason: seen.reason ?? null,
    headline: seen.headline[locale],
    query: seen.query,
    facts: seen.facts,
    text: seen.text,
    isTruncated: seen.isTruncated,
    series: seen.series ?? [],
    others,
  };
}

function find(deps: OperationsDeps, text: string) {
  return findLook(text, deps.pool.list(), nameableSystems(deps.pool), deps.clock.now());
}

function requestInWords(deps: OperationsDeps, { locale }: Caller, text: string): Asked {
  const found = find(deps, text);
  switch (found.kind) {
    case 'found':
      return found;
    case 'which-system':
      throw new ZhibanError(
        'invalid',
        refusal(locale, 'which-system', { probe: found.probe, systems: namesText(found.systemIds, locale) }),
      );
    case 'which-probe':
      throw new ZhibanError('invalid', refusal(locale, 'which-look', { system: found.systemId, probes: listed(found.probes, locale) }));
    default:
      throw new ZhibanError('invalid', refusal(locale, 'no-look', {}));
  }
}

function requestByName(deps: OperationsDeps, { locale }: Caller, input: Exclude<LookInput, { readonly text: string }>): Asked {
  const system = deps.pool.get(input.systemId);
  if (system === null) throw new ZhibanError('not-found', refusal(locale, 'no-system', { name: input.systemId.slice(0, 80) }));
  const probes = probesFor(system);
  const probe = probes.find(({ name }) => name === input.probe);
  if (probe === undefined) {
    const names = probes.map(({ name }) => name);
    throw new ZhibanError('not-found', refusal(locale, 'which-look', { system: system.entry.id, probes: listed(names, locale) }));
  }
  const parameters = probe.parameters.safeParse(input.parameters ?? {});
  if (!parameters.success) {
    const issue = parameters.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new ZhibanError('invalid', refusal(locale, 'wrong-parameters', { probe: probe.name, issue }));
  }
  const request = { systemId: system.entry.id, probe: probe.name, parameters: parameters.data, aboutMs: deps.clock.now() };
  return { request, others: [] };
}

function listed(names: readonly string[], locale: Caller['locale']): string {
  return names.slice(0, choicesMax).join(locale === 'en' ? ', ' : '、');
}
