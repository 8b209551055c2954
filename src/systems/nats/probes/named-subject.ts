/** Whether anybody takes what is published to the subject that the alert or the question names: a stream that keeps it, or a subscriber. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { NatsClient } from '../client.ts';
import { readStreams } from '../read-streams.ts';

const subszForm = z.looseObject({
  subscriptions_list_details: z.array(z.unknown()).nullish(),
  subscriptions_list: z.array(z.unknown()).nullish(),
});
const subjectsMax = 6;
const streamsShown = 8;

interface Keeping {
  readonly title: string;
  readonly subjects: readonly string[];
}

export const namedSubjectProbe = sessionProbe({
  name: 'named-subject',
  summary: {
    'zh-CN': '告警或问题里提到的主题（subject）：是否有流保存、有订阅者',
    en: 'whether a stream takes the subject that is spoken of, and whether anybody subscribes to it',
  },
  parameters: z.strictObject({ subjects: z.array(z.string().max(255)).max(subjectsMax).default([]) }),
  cost: 'cheap',
  hints: 'subject|publish|no responders|no response|no stream|503|stream|主题|发布|无人应答|没有流',
  query: 'GET /jsz?streams=true&config=true, GET /subsz?test=SUBJECT',
  aimedAt: (words, labels) => ({ subjects: subjectsIn(words, labels) }),
  async see(client: NatsClient, { subjects }, limit) {
    const { streams } = await readStreams(client, limit);
    const keeping = streams.map(({ title, config }) => ({ title, subjects: config?.subjects ?? [] }));
    const looked = await Promise.all(
      subjects.map(async (subject) => {
        const answer = await client.page(`/subsz?subs=1&limit=64&test=${encodeURIComponent(subject)}`, subszForm, limit);
        const subscribers = (answer.subscriptions_list_details ?? answer.subscriptions_list ?? []).length;
        return { subject, subscribers, keeper: keeperOf(subject, keeping), near: nearestOf(subject, keeping) };
      }),
    );
    // Words with a stop in them are names of many things: what resembles no stream's subject may be none.
    const missed = looked.find(({ keeper, near, subscribers }) => keeper === undefined && near !== undefined && subscribers === 0);
    const told = missed ?? looked.find(({ keeper, near }) => keeper !== undefined || near !== undefined);
    const kept = keeping.slice(0, streamsShown).map(({ title, subjects: of }) => `${title} (${of.slice(0, 4).join(', ')})`);
    const facts = {
      'subject.name': told?.subject ?? '',
      'subject.stream': told?.keeper?.title ?? '',
      'subject.isTaken': told === undefined ? null : told.keeper !== undefined || told.subscribers > 0,
      'subject.subscribers': told?.subscribers ?? 0,
      'subject.nearestStream': told?.near?.title ?? '',
      'subject.nearestSubjects': told?.near?.subjects.slice(0, 5).join(', ') ?? '',
      'subject.streams': kept.join('; '),
    };
    const name = facts['subject.name'];
    return {
      headline: {
        'zh-CN':
          name === '' ? '没有提到主题' : facts['subject.isTaken'] === true ? `主题 ${name} 有人接收` : `没有流也没有订阅者接收主题 ${name}`,
        en:
          name === ''
            ? 'no subject is spoken of'
            : facts['subject.isTaken'] === true
              ? `${name} is taken`
              : `no stream and no subscriber takes ${name}`,
      },
      facts,
      text: [...looked.map(({ subject, subscribers }) => `${subject} subscribers=${String(subscribers)}`), ...kept].join('\n'),
    };
  },
});

const byLabel = ['subject', 'nats_subject', 'topic'];

/** Everything that may be a subject; addresses, versions and inboxes aside. */
export function subjectsIn(words: string, labels: readonly Labels[]): readonly string[] {
  const told = labels.flatMap((each) => byLabel.flatMap((name) => each[name] ?? []));
  const found = words.match(/(?<![\w./@-])[A-Za-z_$][\w$-]*(?:\.[\w$-]+)+/g) ?? [];
  const all = [...told, ...found].filter(
    (subject) => !/^(\$|_INBOX)|\.(com|net|org|io|cn|log|conf|js|ts|go|java|py|local)$/i.test(subject),
  );
  return [...new Set(all.map((subject) => subject.slice(0, 255)))].slice(0, subjectsMax);
}

function keeperOf(subject: string, streams: readonly Keeping[]): Keeping | undefined {
  return streams.find(({ subjects }) => subjects.some((pattern) => isMatch(pattern, subject)));
}

/** The stream with a subject that has a word in common. */
function nearestOf(subject: string, streams: readonly Keeping[]): Keeping | undefined {
  const tokens = new Set(subject.toLowerCase().split('.'));
  const common = ({ subjects }: Keeping): number =>
    Math.max(
      0,
      ...subjects.map(
        (each) =>
          each
            .toLowerCase()
            .split('.')
            .filter((token) => tokens.has(token)).length,
      ),
    );
  return streams.filter((stream) => common(stream) > 0).toSorted((one, other) => common(other) - common(one))[0];
}

/** `*` is one word, `>` all that follow. */
export function isMatch(pattern: string, subject: string): boolean {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  for (const [index, word] of wanted.entries()) {
    if (word === '>') return given.length > index;
    if (given[index] === undefined || (word !== '*' && word !== given[index])) return false;
  }
  return wanted.length === given.length;
}
