/** The answers of the console's peer, path by path. */

import type { Locale } from '../../../src/domain/text.ts';
import { sampleDeliveries } from './deliveries.ts';
import { digest, sampleMove } from './incidents.ts';
import { sampleInsights } from './insights.ts';
import { sampleCalls, sampleImport, sampleLadders, sampleSchedules, sampleWhy } from './oncall.ts';
import { sampleCode, sampleLink, samplePeople } from './people.ts';
import { sampleMarket, samplePlugins } from './plugins.ts';
import type { PeerWorld } from './world.ts';

export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly locale: Locale;
  readonly world: PeerWorld;
}

export class PeerRefusal extends Error {
  readonly status: number;
  readonly kind: string;

  constructor(status: number, kind: string, message: string) {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

const person = { id: 'han.meimei', name: 'Han Meimei', roles: ['approver'] };

/** Throws PeerRefusal for what is unknown or not allowed. */
export async function answerOf(request: PeerRequest): Promise<unknown> {
  const { path } = request;
  if (path.startsWith('/chat/')) return chatAnswer(request);
  if (path.startsWith('/incidents')) return incidentAnswer(request);
  if (path.startsWith('/plans/')) return planAnswer(request);
  return otherAnswer(request);
}

function otherAnswer({ method, path, query, body, locale, world }: PeerRequest): unknown {
  if (path === '/login' || path === '/session') {
    return { person, locale: 'zh-CN', tenantId: 'default', version: '0.1.0', publicUrl: 'http://127.0.0.1:7420' };
  }
  if (path === '/logout') return { signedOut: true };
  if (path === '/people') return { items: samplePeople(world.linkedName) };
  if (path === '/identities/preview' || path === '/identities/link') return linkAnswer(path, String(body.code), locale, world);
  if (path.startsWith('/identities/') && method === 'DELETE') {
    world.linkedName = null;
    return { removed: [] };
  }
  if (path.startsWith('/deliveries')) return deliveryAnswer(path, query, locale, world);
  if (path === '/plugins') return { items: samplePlugins() };
  if (path === '/plugins/market') return sampleMarket(query.get('q') ?? '');
  if (path === '/oncall/schedules') return { items: sampleSchedules(locale) };
  if (path === '/oncall/ladders') return { items: sampleLadders() };
  if (path === '/oncall/calendar/import') return sampleImport(body.apply === true);
  if (path.startsWith('/oncall/why/')) return sampleWhy(locale);
  if (path === '/oncall/calls') return { items: sampleCalls(locale) };
  if (path === '/oncall/overrides') return { person: { id: String(body.person), name: 'Sam' } };
  if (path === '/insights') return sampleInsights(query);
  if (path === '/systems/graph') return world.systemGraph(locale);
  if (path === '/systems') return { items: world.systems(locale) };
  if (path === '/audit') return { items: world.audit() };
  if (path === '/audit/verify') return { entries: world.audit().length, brokenAt: null, reason: null };
  if (path === '/stop-all') return { stopped: [] };
  if (path === '/demos' && method === 'GET') return { items: world.demos(locale) };
  if (path === '/demos/end') {
    world.runningDemo = null;
    return { removed: ['redis', 'prometheus'] };
  }
  const scenario = /^\/demos\/([^/]+)\/start$/.exec(path)?.[1];
  if (scenario !== undefined) {
    world.runningDemo = scenario;
    world.emit('incident', null);
    return { scenario, text: locale === 'zh-CN' ? '演示已开始，告警几秒后会到。' : 'The demo has started; its alert comes in seconds.' };
  }
  const evidenceId = /^\/evidence\/([^/]+)$/.exec(path)?.[1];
  const evidence = world.evidence(locale).find((one) => one.id === evidenceId);
  if (evidence) return evidence;
  throw new PeerRefusal(404, 'not-found', 'There is nothing at this address');
}

function deliveryAnswer(path: string, query: URLSearchParams, locale: Locale, world: PeerWorld): unknown {
  const id = /^\/deliveries\/(dlv_\w+|out_\w+)\/replay$/.exec(path)?.[1];
  if (id !== undefined || path === '/deliveries/replay') {
    const replayed = sampleDeliveries(locale)
      .map((each) => each.id)
      .filter((each) => !world.replayed.has(each) && (id ?? each) === each);
    for (const each of replayed) world.replayed.add(each);
    return { replayed };
  }
  const state = query.get('state');
  return { items: sampleDeliveries(locale).filter((each) => (world.replayed.has(each.id) ? 'waiting' : each.state) === state) };
}

function linkAnswer(path: string, code: string, locale: Locale, world: PeerWorld): unknown {
  if (code !== sampleCode) {
    const text = locale === 'zh-CN' ? '关联码错误、已使用或已过期。' : 'This code is wrong, used or expired.';
    throw new PeerRefusal(404, 'not-found', text);
  }
  if (path === '/identities/preview') return { ...sampleLink, person: { id: person.id, name: person.name } };
  world.linkedName = sampleLink.name;
  world.emit('people', null);
  return samplePeople(world.linkedName)[1];
}

function chatAnswer({ method, path, query, body, locale, world }: PeerRequest): unknown {
  const text = String(body.text ?? '');
  if (path === '/chat/messages' && method === 'POST') return world.post(text, typeof body.threadId === 'string' ? body.threadId : null);
  if (path === '/chat/messages') {
    const roots = world.messages.filter((message) => message.threadId === null);
    const end = query.has('before') ? roots.findIndex((message) => message.id === query.get('before')) : roots.length;
    return { items: roots.slice(Math.max(0, end - Number(query.get('limit'))), end) };
  }
  if (path === '/chat/click') return clickAnswer(String(body.actionId), locale, world);
  if (path === '/chat/form') {
    const fields = Object(body.fields) as Record<string, unknown>;
    world.reject(person.name, String(fields.reason ?? ''));
    return { notice: world.notice('ok', '已驳回', 'Rejected', locale) };
  }
  const rootId = /^\/chat\/messages\/([^/]+)\/thread$/.exec(path)?.[1];
  const root = world.messages.find((message) => message.id === rootId);
  if (!root) throw new PeerRefusal(404, 'not-found', 'There is no such message');
  return { root, items: world.messages.filter((message) => message.threadId === root.id) };
}

function clickAnswer(actionId: string, locale: Locale, world: PeerWorld): unknown {
  if (actionId === 'approve') {
    const outcome = world.approve(person.name);
    const notice =
      outcome === 'done'
        ? world.notice('ok', '已批准，开始执行', 'Approved; it is being carried out', locale)
        : world.notice('warn', '已经批准过了', 'It had been approved already', locale);
    return { notice, form: null };
  }
  if (actionId === 'reject') {
    const zh = locale === 'zh-CN';
    const field = { id: 'reason', label: zh ? '理由' : 'Reason', isMultiline: true, isRequired: true };
    return {
      notice: null,
      form: { id: 'reject:plan_1', title: zh ? '驳回方案' : 'Reject the plan', submit: zh ? '驳回' : 'Reject', fields: [field] },
    };
  }
  return { notice: world.notice('info', `收到：${actionId}`, `Received: ${actionId}`, locale), form: null };
}

function incidentAnswer({ method, path, query, body, locale, world }: PeerRequest): unknown {
  const all = world.incidents(locale);
  if (path === '/incidents') {
    const statuses = query.get('status')?.split(',') ?? [];
    const q = query.get('q')?.toLowerCase() ?? '';
    const items = all.filter(
      (one) =>
        (statuses.length === 0 || statuses.includes(one.status)) &&
        `${one.code} ${one.title}`.toLowerCase().includes(q) &&
        (!query.has('systemId') || one.systemIds.includes(query.get('systemId') ?? '')),
    );
    return { items, nextCursor: null };
  }
  const [, , id, verb] = path.split('/');
  const incident = all.find((one) => one.id === id || one.code === id);
  if (!incident) throw new PeerRefusal(404, 'not-found', `There is no incident ${id}`);
  if (verb === undefined) return incident;
  if (verb === 'moves') return { items: incident.id === 'inc_42' ? [sampleMove(world.nowMs)] : [] };
  if (verb === 'evidence') return { items: incident.id === 'inc_42' ? world.evidence(locale) : [] };
  if (method !== 'POST') throw new PeerRefusal(404, 'not-found', 'There is nothing at this address');
  if (verb === 'acknowledge') world.acknowledgedBy = person.id;
  if (verb === 'steer') world.steers.push({ kind: String(body.kind), text: String(body.text) });
  world.emit('incident', incident.id);
  return verb === 'steer' ? { accepted: true } : incident;
}

function planAnswer({ path, body, locale, world }: PeerRequest): unknown {
  const verb = path.split('/').at(-1);
  if (verb === 'approve') {
    if (body.digest !== digest) throw new PeerRefusal(409, 'conflict', 'The plan has changed');
    const outcome = world.approve(person.name);
    return { plan: world.incident(locale).plan, isChanged: outcome === 'done', approvalsMissing: 0 };
  }
  if (world.progress.state === 'rejected') throw new PeerRefusal(409, 'conflict', 'Han Meimei has rejected this plan already');
  if (verb === 'reject') world.reject(person.name, String(body.reason));
  if (verb === 'stop') world.stop();
  return { plan: world.incident(locale).plan, isChanged: true, approvalsMissing: 0 };
}
