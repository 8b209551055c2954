/**
 * ElastAlert 2's `post2` alerter with the payload that the guide gives. ElastAlert never says that something is over: what matters more
 * than a line of log is better sent with its `alertmanager` alerter, whose alerts end by themselves.
 */

import { z } from 'zod';
import { severityOf } from '../../domain/alert.ts';
import { buildAlert } from '../build-alert.ts';
import type { SourceKind } from '../contract.ts';
import { alertTime, invalidBody, labelMap, moment, neededWord, word } from '../shapes.ts';

const body = z.looseObject({
  rule: neededWord,
  severity: word,
  message: word,
  '@timestamp': moment,
  /** What tells matches of one rule apart, such as the value of `query_key`. */
  key: word,
  num_hits: word,
  num_matches: word,
  index: word,
  kibana_discover_url: word,
  labels: labelMap.nullish().catch(null),
  resolved: z.union([z.boolean(), z.string().transform((given) => given === 'true')]).default(false),
});

export const elastalert: SourceKind = {
  name: 'elastalert',
  title: 'ElastAlert 2',
  takesTokenInAddress: true,
  parse(given, { now }) {
    const parsed = body.safeParse(given);
    if (!parsed.success) throw invalidBody('ElastAlert 2', parsed.error);
    const match = parsed.data;
    const at = alertTime(match['@timestamp']);
    return [
      buildAlert(
        {
          source: 'elastalert',
          identity: [match.rule, match.key],
          group: match.rule,
          isResolved: match.resolved,
          name: match.rule,
          severity: severityOf({ severity: match.severity ?? '' }),
          labels: { ...match.labels, key: match.key, index: match.index },
          annotations: { summary: match.rule, description: match.message, hits: match.num_hits, matches: match.num_matches },
          startsAt: at,
          endsAt: at,
          url: match.kibana_discover_url,
        },
        now,
      ),
    ];
  },
};
