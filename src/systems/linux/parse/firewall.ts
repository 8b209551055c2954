/** `iptables-save -c` and `nft list ruleset`: rules that drop or reject what comes to a port from anywhere. */

import { sectionsOf } from '../read-files.ts';

export interface BlockingRule {
  readonly from: number;
  readonly to: number;
  readonly packets: number;
  readonly rule: string;
}

export function parseBlockingRules(text: string): readonly BlockingRule[] {
  const sections = sectionsOf(text);
  const section = (name: string): string => sections.get(name) ?? '';
  return [...iptablesRules(section('iptables')), ...iptablesRules(section('ip6tables')), ...nftRules(section('nft'))];
}

/** What holds only for some senders, one interface or a state is meant for these, and says little of the others. */
const isNarrowed =
  /\s(!|-s|-i|-o|-d|--source|--ctstate|--state|--limit|--hashlimit\S*|--connlimit\S*|--src-range|--match-set|--mac-source|--name)\s/;

function iptablesRules(text: string): readonly BlockingRule[] {
  return [...text.matchAll(/^\[(\d+):\d+\] (-A (?!OUTPUT|FORWARD).*-j (?:DROP|REJECT)\b.*)$/gm)].flatMap(([, packets, rule = '']) => {
    if (isNarrowed.test(rule) || !/-p tcp\b/.test(rule)) return [];
    const [, ports = ''] = /--(?:dport|dports|destination-port)s? (\S+)/.exec(rule) ?? [];
    return rangesOf(ports, ':').map((range) => ({ ...range, packets: Number(packets), rule }));
  });
}

/** nftables translates the rules of iptables too; those were read already. */
function nftRules(text: string): readonly BlockingRule[] {
  const found: BlockingRule[] = [];
  let isForeign = false;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (/^table /.test(line)) isForeign = /^table ip6? filter\b/.test(line) || / managed by iptables/.test(line);
    const [, ports = ''] = /\btcp dport (\{[^}]*\}|\S+)/.exec(line) ?? [];
    if (
      isForeign ||
      ports === '' ||
      !/\b(drop|reject)\b/.test(line) ||
      /\b(saddr|daddr|iif|iifname|oif|oifname|ct|limit|meter)\b/.test(line)
    )
      continue;
    const packets = Number(/\bcounter packets (\d+)/.exec(line)?.[1] ?? -1);
    for (const range of rangesOf(ports.replace(/[{}\s]/g, ''), '-')) found.push({ ...range, packets, rule: line });
  }
  return found;
}

function rangesOf(ports: string, between: string): readonly { readonly from: number; readonly to: number }[] {
  return ports.split(',').flatMap((each) => {
    const [from = '', to = from] = each.split(between);
    return /^\d+$/.test(from) && /^\d+$/.test(to) ? [{ from: Number(from), to: Number(to) }] : [];
  });
}
