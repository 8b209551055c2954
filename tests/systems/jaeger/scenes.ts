/** What services report in each scene: spans as a shop's would be, from an hour before a moment up to it. */

import type { SpanSketch } from '../../support/jaeger.ts';

type Part = Omit<SpanSketch, 'trace' | 'id' | 'parent' | 'startMs'> & { readonly at?: number; readonly below?: readonly Part[] };

const minuteMs = 60_000;
let next = 1;

const hex = (digits: number): string => (next++).toString(16).padStart(digits, '0');

/** One request: each part begins `at` ms after its caller did. */
function request(startMs: number, part: Part): readonly SpanSketch[] {
  const trace = hex(32);
  const spansOf = ({ at = 0, below = [], ...rest }: Part, fromMs: number, parent?: string): readonly SpanSketch[] => {
    const id = hex(16);
    const startsMs = fromMs + at;
    const own = { ...rest, trace, id, startMs: startsMs, ...(parent === undefined ? {} : { parent }) };
    return [own, ...below.flatMap((each) => spansOf(each, startsMs, id))];
  };
  return spansOf(part, startMs);
}

/** One a minute. */
function every(fromMs: number, toMs: number, make: (index: number) => Part): readonly SpanSketch[] {
  const all: SpanSketch[] = [];
  for (let [at, index] = [fromMs, 0]; at < toMs; at += minuteMs, index += 1) all.push(...request(at, make(index)));
  return all;
}

const query = (ms: number, at: number, more: Partial<Part> = {}): Part => ({
  service: 'orders',
  name: 'SELECT shop.orders',
  kind: 3,
  ms,
  at,
  tags: {
    'db.system': 'postgresql',
    'db.statement': `SELECT * FROM orders WHERE customer = '${String(at)}' AND id IN (1, 2, ${String(ms)})`,
    'server.address': 'orders-db',
    'server.port': 5_432,
  },
  ...more,
});
const orders = (ms: number, below: readonly Part[], more: Partial<Part> = {}): Part => ({
  service: 'orders',
  name: 'GET /orders',
  kind: 2,
  ms,
  at: 2,
  below,
  ...more,
});
const shop = (ms: number, below: readonly Part[], more: Partial<Part> = {}): Part => ({
  service: 'shop',
  name: 'GET /checkout',
  kind: 2,
  ms,
  below,
  ...more,
});
const call = (ms: number, below: readonly Part[], more: Partial<Part> = {}): Part => ({
  service: 'shop',
  name: 'call orders',
  kind: 3,
  ms,
  at: 3,
  below,
  ...more,
});
const usual = (index = 0): Part => shop(60 + (index % 5), [call(50, [orders(45, [query(20, 5)])])]);
const failed = { error: 'order rejected: no stock column', tags: { 'http.response.status_code': 500 } };

/** The last quarter of an hour of each; before it, all is as usual. */
const lately: Readonly<Record<string, (index: number) => Part>> = {
  healthy: usual,
  'slow-query': () => shop(900, [call(890, [orders(880, [query(850, 5)])])]),
  'slow-service': () => shop(900, [call(890, [orders(880, [query(20, 5)])])]),
  'slow-way': () => shop(900, [call(890, [orders(45, [query(20, 5)], { at: 840 })])]),
  'slow-peer': () =>
    shop(900, [
      call(45, [orders(40, [query(20, 5)])]),
      { service: 'shop', name: 'POST /charge', kind: 3, at: 55, ms: 840, tags: { 'server.address': 'pay.example', 'server.port': 443 } },
    ]),
  'n-plus-one': () =>
    shop(900, [
      call(890, [
        orders(
          880,
          Array.from({ length: 40 }, (_, row) => query(20, 5 + row * 21)),
        ),
      ]),
    ]),
  errors: (index) => (index % 3 === 0 ? usual(index) : shop(60, [call(50, [orders(45, [query(20, 5)], failed)], failed)], failed)),
  'call-refused': () => {
    const refused = { error: 'connect ECONNREFUSED 10.0.0.9:5432' };
    return shop(60, [call(50, [orders(45, [query(2, 5, refused)], refused)], refused)], refused);
  },
  timeouts: () => {
    const late = { error: 'deadline exceeded after 500 ms' };
    return shop(520, [call(500, [orders(2_000, [query(20, 5)])], late)], late);
  },
  retries: () =>
    shop(300, [
      call(50, [orders(45, [], failed)], failed),
      call(50, [orders(45, [], failed)], { ...failed, at: 100 }),
      call(50, [orders(45, [query(20, 5)])], { at: 200 }),
    ]),
  skew: (index) => shop(60 + (index % 5), [call(50, [orders(45, [query(20, 5)], { at: -4_000 })])]),
  'instance-fails': (index) => {
    const instance = `orders-${String(index % 3)}`;
    const more = { instance, ...(index % 3 === 1 ? failed : {}) };
    const outcome = index % 3 === 1 ? failed : {};
    return shop(60, [call(50, [orders(45, [query(20, 5)], more)], outcome)], outcome);
  },
  'instance-slow': (index) => {
    const slow = index % 3 === 1 ? 800 : 0;
    return shop(60 + slow, [call(50 + slow, [orders(45 + slow, [query(20, 5)], { instance: `orders-${String(index % 3)}` })])]);
  },
  'orders-silent': () => shop(60, [call(50, [])]),
};

export const scenes: readonly string[] = [...Object.keys(lately), 'all-silent'];

export function spansOf(scene: string, nowMs: number): readonly SpanSketch[] {
  next = 1;
  const turnMs = nowMs - 15 * minuteMs;
  const before = every(nowMs - 60 * minuteMs, turnMs, usual);
  return scene === 'all-silent' ? before : [...before, ...every(turnMs, nowMs - 1_000, lately[scene] ?? usual)];
}
