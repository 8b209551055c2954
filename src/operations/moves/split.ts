/** Some of an incident's alerts become an incident of their own. Whole groups go as such; alerts of a group that stays get one to themselves. */

import { compileMatchers, parseMatchers } from '../../analysis/noise/matchers.ts';
import { createNaming, nameSystems } from '../../analysis/rca/name-systems.ts';
import { type Alert, severityOf, titleOf, worseSeverity } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Move } from '../../store/move-contract.ts';
import { nameableSystems } from '../../systems/scope.ts';
import { message } from '../../text/messages.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { auditLine, findIncident, refusal } from '../guard.ts';
import { openIncident } from '../open-incident.ts';
import { checkMovable, countsOf, endIfQuiet } from './merge.ts';
import type { SplitInput } from './moves-contract.ts';
import { tellOf } from './tell-of.ts';

/** All of them are read: which groups go as wholes shows only then. */
const alertsMax = 20_000;
/** Alerts that the words and labels of the new incident are taken from. */
const readMax = 50;

/** To be called while nothing is grouped. */
export async function splitInside(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  idOrCode: string,
  input: SplitInput,
  at: string,
): Promise<Move> {
  const from = await findIncident(inside, idOrCode, caller.locale);
  await checkMovable(inside, caller, from);
  const all = await inside.alerts.ofIncident(from.id, alertsMax + 1);
  if (all.length > alertsMax) {
    throw new ZhibanError('too-large', refusal(caller.locale, 'split-large', { code: from.code, limit: alertsMax }));
  }
  const chosen = choose(deps, caller, from, all, input);
  const groupKeys = wholeGroups(all, chosen);
  const single = chosen.filter(({ groupKey }) => !groupKeys.includes(groupKey));
  const apart = single.length === 0 ? null : `split:${newId('mov', deps.clock.now())}`;
  const ownGroup = from.groupKey !== null && groupKeys.includes(from.groupKey) ? from.groupKey : null;
  // One incident is open of a group at a time.
  if (ownGroup !== null) await inside.incidents.giveGroup(from.id, null);
  if (apart !== null) {
    await inside.moves.setApart({ incidentId: from.id, alertIds: single.map(({ id }) => id), toGroupKey: apart });
  }
  const to = await openSplit(deps, inside, caller, from, chosen, ownGroup ?? groupKeys[0] ?? apart);
  const moved = apart === null ? groupKeys : [...groupKeys, apart];
  const alerts = await inside.moves.handOver({ fromId: from.id, toId: to.id, groupKeys: moved, at });
  await inside.incidents.change(to.id, await countsOf(inside, to.id));
  await endIfQuiet(inside, from, at);
  const before = { ...(ownGroup === null ? {} : { ownGroup }), ...(apart === null ? {} : { apart }) };
  const { id: personId, name: personName } = caller.person;
  const move = await inside.moves.add({ kind: 'split', fromId: from.id, toId: to.id, at, personId, personName, alerts, groupKeys, before });
  const values = { code: to.code, count: alerts };
  await tellOf(inside, caller, { incidentId: from.id, key: 'incident.splitOff', values, slot: `split-${move.id}`, at });
  await auditLine(inside, caller, at, {
    ...{ action: 'incident.split', incidentId: from.id, target: from.code, outcome: 'ok' },
    details: { move: move.id, into: to.code, alerts },
  });
  return move;
}

function choose(deps: OperationsDeps, caller: Caller, from: Incident, all: readonly Alert[], input: SplitInput): readonly Alert[] {
  const { groupKeys, alertIds, matchers } = input;
  const refuse = (key: Parameters<typeof refusal>[1], what = ''): ZhibanError =>
    new ZhibanError('invalid', refusal(caller.locale, key, { code: from.code, what: what.slice(0, 80) }));
  if ((groupKeys ?? alertIds ?? []).length === 0 && (matchers ?? '').trim() === '') throw refuse('split-which');
  const isMatch = matchers === undefined || matchers.trim() === '' ? null : compileMatchers(parseMatchers(matchers));
  const named = createNaming(nameableSystems(deps.pool));
  const chosen = all.filter((alert) => {
    if (groupKeys !== undefined && !groupKeys.includes(alert.groupKey)) return false;
    if (alertIds !== undefined && !alertIds.includes(alert.id)) return false;
    const { labels, annotations } = alert;
    return isMatch === null || isMatch({ labels, systems: () => named(Object.values(annotations).join('\n'), labels) });
  });
  if (chosen.length === 0) throw refuse('split-none', matchers ?? [...(groupKeys ?? []), ...(alertIds ?? [])].join(' '));
  if (chosen.length === all.length) throw refuse('split-all');
  if (chosen.every(({ status }) => status === 'resolved')) throw refuse('split-quiet');
  return chosen;
}

function wholeGroups(all: readonly Alert[], chosen: readonly Alert[]): readonly string[] {
  const ids = new Set(chosen.map(({ id }) => id));
  const stays = new Set(all.filter(({ id }) => !ids.has(id)).map(({ groupKey }) => groupKey));
  return [...new Set(chosen.map(({ groupKey }) => groupKey))].filter((groupKey) => !stays.has(groupKey)).sort();
}

async function openSplit(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  from: Incident,
  chosen: readonly Alert[],
  groupKey: string | null,
): Promise<Incident> {
  const firing = chosen.filter(({ status }) => status === 'firing');
  const [first] = firing;
  const read = firing.slice(0, readMax);
  const labels = read.map((alert) => alert.labels);
  const words = read.flatMap(({ annotations }) => Object.values(annotations)).join('\n');
  const name = first === undefined ? from.title : titleOf(first);
  const title = firing.length > 1 ? `${name} (+${firing.length - 1})` : name;
  const now = new Date(deps.clock.now()).toISOString();
  const starts = firing.map(({ startsAt }) => startsAt).filter((startsAt) => startsAt <= now);
  return openIncident(deps, inside, {
    ...{ title, origin: from.origin === 'demo' ? 'demo' : 'alert', question: null, groupKey, previousIncidentId: null },
    severity: firing.map((alert) => severityOf(alert.labels)).reduce(worseSeverity, 'info'),
    ...{ requestedBy: caller.person.id, locale: from.locale },
    systemIds: nameSystems(words, labels, nameableSystems(deps.pool)),
    startedAt: starts.sort()[0] ?? now,
    ...{ alertsFiring: firing.length, alertsTotal: chosen.length },
    firstWords: message('incident.splitFrom', { person: caller.person.name, code: from.code, title }),
    labels: Object.fromEntries(
      Object.entries(first?.labels ?? {}).filter(([label, value]) => labels.every((each) => each[label] === value)),
    ),
  });
}
