/** `allow` and `deny`: which rule keeps an address out of a path. */

import { BlockList, isIP } from 'node:net';
import type { Directive } from './config.ts';
import { inEffect, type Route } from './locations.ts';

/** The first rule that matches, when it is a `deny`; null when the address may come in, or when that can't be told. */
export function denyingRule(route: Route, client: string): Directive | null {
  const rule = inEffect(route, 'allow', 'deny').find(({ args }) => covers(args[0] ?? '', client));
  return rule?.name === 'deny' ? rule : null;
}

function covers(rule: string, client: string): boolean {
  if (rule === 'all') return true;
  const [address = '', bits] = rule.split('/');
  const [version, asked] = [isIP(address), isIP(client)];
  if (version === 0 || version !== asked) return false;
  const [family, bitsMax] = version === 4 ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
  const length = bits === undefined ? bitsMax : Number(bits);
  if (!(length >= 0 && length <= bitsMax)) return false;
  const list = new BlockList();
  list.addSubnet(address, length, family);
  return list.check(client, family);
}
