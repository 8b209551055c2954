/** What people may ask to have run on Alertmanager, as `amtool` writes it. */

import { text } from '../command.ts';
import { formGrammar, type ReadForm, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { Word } from '../commands/words.ts';
import type { LookContext } from '../contract.ts';
import type { HttpLimit } from '../http/exchange.ts';
import { createSilence } from './actions/create-silence.ts';
import { expireSilence } from './actions/expire-silence.ts';
import { type Matcher, matcherText, matches, parseMatchers, readAlerts, readSilences } from './api.ts';
import type { AlertmanagerClient } from './client.ts';
import { selfProbe } from './probes/self.ts';

const timeoutMs = 6_000;
const limitOf = ({ signal }: LookContext): HttpLimit => ({ timeoutMs, signal });

const reads: readonly ReadForm<AlertmanagerClient>[] = [
  { form: 'alert query', run: (client, _slots, context) => alertLines(client, [], context) },
  { form: 'alert query <matchers>', run: (client, slots, context) => alertLines(client, matchersOf(slots), context) },
  { form: 'silence query', run: (client, _slots, context) => silenceLines(client, context) },
  shownBy('cluster show', selfProbe),
];

async function alertLines(client: AlertmanagerClient, matchers: readonly Matcher[], context: LookContext): Promise<string> {
  const alerts = (await readAlerts(client, limitOf(context))).filter(({ labels }) => matches(matchers, labels));
  const lines = alerts.map(({ labels, startsAt, status, receivers }) => {
    const { alertname = '', ...rest } = labels;
    const others = Object.entries(rest).map(([name, value]) => `${name}="${value}"`);
    return `${alertname} ${startsAt} ${status.state} → ${receivers.map(({ name }) => name).join(', ')} {${others.join(',')}}`;
  });
  return lines.join('\n') || '(no alerts)';
}

async function silenceLines(client: AlertmanagerClient, context: LookContext): Promise<string> {
  const silences = (await readSilences(client, limitOf(context))).filter(({ status }) => status.state !== 'expired');
  const lines = silences.map(
    ({ id, matchers, endsAt, createdBy, comment, status }) =>
      `${id} ${status.state} {${matcherText(matchers)}} until ${endsAt} by ${createdBy}: ${comment}`,
  );
  return lines.join('\n') || '(no silences)';
}

function matchersOf({ matchers = '' }: Slots): readonly Matcher[] {
  return parseMatchers(matchers) ?? [];
}

const durationPart = /(\d{1,4})([dhm])/g;
const minutesOf = { d: 1_440, h: 60, m: 1 } as const;

/** `1h30m` as 90. */
function durationMinutes({ duration = '' }: Slots): number {
  return [...duration.matchAll(durationPart)].reduce((sum, [, count, unit]) => sum + Number(count) * minutesOf[unit as 'd' | 'h' | 'm'], 0);
}

const silence = 'silence add --duration <duration>';

/**
 * Flags in any order and by either name, and matchers word by word with or without quotes around their values, as amtool takes them:
 * brought into the one order, with the matchers as one word.
 */
function prepare(words: readonly Word[]): readonly Word[] {
  const [first, second] = words;
  if (first?.text === 'alert' && second?.text === 'query') return [...words.slice(0, 2), ...joined(words.slice(2))];
  if (first?.text !== 'silence' || second?.text !== 'add') return words;
  const flags = new Map<string, Word>();
  const rest: Word[] = [];
  for (let index = 2; index < words.length; index += 1) {
    const word = words[index] as Word;
    const flag = word.isQuoted ? undefined : flagNames[word.text];
    const value = words[index + 1];
    if (flag === undefined || value === undefined || flags.has(flag)) rest.push(word);
    else {
      flags.set(flag, value);
      index += 1;
    }
  }
  const named = ['--duration', '--comment'].flatMap((name) => {
    const value = flags.get(name);
    return value === undefined ? [] : [{ text: name, isQuoted: false }, value];
  });
  return [first, second, ...named, ...joined(rest)];
}

const flagNames: Readonly<Record<string, string>> = {
  '-d': '--duration',
  '--duration': '--duration',
  '-c': '--comment',
  '--comment': '--comment',
};

const plainMatcher = /^([a-zA-Z_]\w{0,100})(=~|!~|!=|=)([^"'{},\s]{0,500})$/;

/** One word of matchers where all of them are some; otherwise as they were. */
function joined(words: readonly Word[]): readonly Word[] {
  const written = words.map(({ text: word }) => word.replace(plainMatcher, '$1$2"$3"'));
  const matchers = parseMatchers(written.join(','));
  return matchers === null ? words : [{ text: matcherText(matchers), isQuoted: true }];
}

const tells = text('会发出并非真实的告警', 'it raises an alert that isn’t one');
const secrets = text('配置里可能有带令牌的地址', 'the configuration may hold addresses with tokens in them');

export const alertmanagerCommands = formGrammar<AlertmanagerClient>({
  reads,
  changes: [
    { form: `${silence} <matchers>`, action: createSilence, given: (slots) => ({ ...silenceOf(slots), comment: 'silenced while being worked on' }) },
    { form: `${silence} --comment <comment> <matchers>`, action: createSilence, given: (slots) => ({ ...silenceOf(slots), comment: slots.comment ?? '' }) },
    { form: 'silence expire <id>', action: expireSilence, given: ({ id = '' }) => ({ id }) },
  ], // biome-ignore format: a table of forms
  program: 'amtool',
  isCaseSensitive: true,
  prepare,
  slots: {
    matchers: /^[a-zA-Z_]\w{0,100}\s*(?:=~|!~|!=|=)\s*"[^'\p{Cc}]{0,900}"$/u,
    duration: /^(?:\d{1,2}d)?(?:\d{1,3}h)?(?:\d{1,4}m)?$/,
    comment: /^[^"'\p{Cc}]{3,300}$/u,
    id: /^[0-9a-f-]{36}$/,
  },
  refused: {
    'alert add': tells, 'silence import': text('会一次静默许多告警', 'it silences many alerts at once'), 'silence update': text('请让原静默到期，再另建一条', 'expire the old one and add another'),
    config: secrets, template: secrets, 'check-config': text('请在发布配置的地方检查', 'that belongs where the configuration is released'),
  }, // biome-ignore format: a table of words
});

function silenceOf(slots: Slots): { readonly matchers: string; readonly minutes: number } {
  return { matchers: slots.matchers ?? '', minutes: durationMinutes(slots) };
}
