import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buttonsOf } from '../../../src/bot/card/buttons.ts';
import { aside, type CardInput, labelled, listed, sequence, timeIn } from '../../../src/bot/card/card-input.ts';
import { nextLine } from '../../../src/bot/card/next-line.ts';
import { planLines } from '../../../src/bot/card/plan-lines.ts';
import { statusCard, toneOf } from '../../../src/bot/card/status-card.ts';
import type { Card, CardTone, Rich } from '../../../src/domain/card.ts';
import { type Locale, locales, sameText } from '../../../src/domain/text.ts';
import { valveStep } from '../../operations/desk.ts';
import { moments } from './moments.ts';

/** `node tests/bot/card/status-card.test.ts --update-goldens` renews the files: read what git shows. */
const isUpdating = process.argv.includes('--update-goldens');

function inputOf(name: string, locale: Locale, change: Partial<CardInput> = {}): CardInput {
  const moment = moments[name];
  if (moment === undefined) assert.fail(`There is no moment '${name}'`);
  return { ...moment, approvers: ['Anna', 'Bob'], locale, consoleUrl: 'https://zhiban.example.com', timeZone: 'Asia/Shanghai', ...change };
}

function wordsOf(lines: readonly Rich[]): readonly string[] {
  return lines.map((line) =>
    line.type === 'paragraph' ? line.spans.map((span) => ('text' in span ? span.text : span.name)).join('') : line.type,
  );
}

function allWords(card: Card): readonly string[] {
  const sections = card.sections.flatMap((section) => [section.label, ...wordsOf(section.lines)]);
  return [
    card.title,
    card.subtitle,
    ...sections,
    ...[...card.buttons, ...card.overflow].flatMap((each) => [each.label, each.confirm ?? '']),
    card.linkLabel,
    card.budget?.text ?? '',
  ];
}

for (const name of Object.keys(moments)) {
  for (const locale of locales) {
    test(`statusCard() ${name} in ${locale} is the card that was agreed on`, () => {
      const card = statusCard(inputOf(name, locale));
      const path = join(import.meta.dirname, `${name}.${locale}.json`);
      if (isUpdating) writeFileSync(path, `${JSON.stringify(card, null, 2)}\n`);

      assert.deepEqual(JSON.parse(JSON.stringify(card)), JSON.parse(readFileSync(path, 'utf8')));
    });
  }

  test(`statusCard() ${name} is short, whole, and of one language`, () => {
    for (const locale of locales) {
      const card = statusCard(inputOf(name, locale));
      const words = allWords(card);

      assert.ok(card.buttons.length <= 3 && card.overflow.length <= 7);
      assert.equal(
        new Set([...card.buttons, ...card.overflow].map((button) => button.id)).size,
        card.buttons.length + card.overflow.length,
      );
      assert.ok([...card.buttons, ...card.overflow].every((button) => button.value.length <= 100 && button.label !== ''));
      assert.ok(
        words.every((text) => text.length <= 410),
        'no line is longer than a phone shows',
      );
      assert.ok(
        words.every((text) => !/\{[\w.]+\}|undefined|null|NaN/.test(text)),
        words.join('\n'),
      );
      if (locale === 'zh-CN')
        assert.ok(
          words.every((text) => !/[\p{Script=Han}][,;:!?]|[,;:!?]\s?[\p{Script=Han}]/u.test(text)),
          words.join('\n'),
        );
      else
        assert.ok(
          words.every((text) => !/[\p{Script=Han}，。；：！？（）、]/u.test(text)),
          words.join('\n'),
        );
    }
  });
}

const tones: Readonly<Record<string, readonly [tone: CardTone, emoji: string]>> = {
  received: ['firing', '🔴'],
  asked: ['investigating', '🔎'],
  investigating: ['investigating', '🔎'],
  waiting: ['waiting', '🙋'],
  'waiting-for-a-second': ['waiting', '🙋'],
  approved: ['investigating', '⚙️'],
  running: ['investigating', '⚙️'],
  verified: ['investigating', '✅'],
  'rolled-back': ['firing', '↩️'],
  failed: ['firing', '🔴'],
  stopped: ['firing', '🔴'],
  undone: ['firing', '↩️'],
  rejected: ['firing', '🔴'],
  expired: ['firing', '🔴'],
  void: ['firing', '🔴'],
  unknown: ['firing', '❓'],
  partial: ['firing', '❓'],
  called: ['firing', '❓'],
  snoozed: ['snoozed', '😴'],
  healthy: ['resolved', '✅'],
  resolved: ['resolved', '✅'],
};

test('toneOf() lets colour mean state', () => {
  const seen = Object.fromEntries(
    Object.keys(moments).map((name) => [name, [toneOf(inputOf(name, 'en')), statusCard(inputOf(name, 'en')).emoji]]),
  );

  assert.deepEqual(seen, tones);
});

const silences = ['silence-1h', 'silence-4h', 'silence-open'];
const buttons: Readonly<Record<string, readonly string[]>> = {
  received: ['acknowledge', 'what-changed', 'resolve', ...silences],
  asked: ['what-changed', 'resolve'],
  investigating: ['acknowledge', 'what-changed', 'resolve', ...silences],
  waiting: ['approve', 'reject', 'details', 'acknowledge', 'investigate-again', 'what-changed', 'resolve', ...silences],
  running: ['stop', 'details'],
  approved: ['stop', 'details'],
  stopped: ['undo', 'acknowledge', 'investigate-again', 'what-changed', 'resolve', ...silences],
  verified: ['investigate-again', 'what-changed', 'resolve', 'undo', ...silences],
  partial: ['resume', 'acknowledge', 'investigate-again', 'what-changed', 'resolve', ...silences],
  called: ['acknowledge', 'snooze-30m', 'investigate-again', 'resolve', 'what-changed', ...silences],
  snoozed: ['acknowledge', 'end-snooze', 'investigate-again', 'resolve', 'what-changed', ...silences],
  resolved: ['undo'],
};

for (const [name, ids] of Object.entries(buttons)) {
  test(`buttonsOf() ${name} offers ${ids.join(', ')}`, () => {
    const { buttons: shown, overflow } = buttonsOf(inputOf(name, 'en'));

    assert.deepEqual(
      [...shown, ...overflow].map((button) => button.id),
      ids,
    );
  });
}

test('buttonsOf() offers to snooze who has taken it over, and nobody while a plan runs or once it is over', () => {
  const calls = { snoozed: null };
  const idsOf = (name: string, change: Partial<CardInput>) => {
    const { buttons: shown, overflow } = buttonsOf(inputOf(name, 'en', { calls, ...change }));
    return [...shown, ...overflow].map(({ id }) => id);
  };
  const taken = moments.unknown?.incident;
  if (!taken) assert.fail();

  assert.deepEqual(idsOf('unknown', { incident: { ...taken, status: 'acknowledged' } }).slice(0, 4), [
    'investigate-again',
    'what-changed',
    'resolve',
    'snooze-30m',
  ]);
  assert.deepEqual(idsOf('unknown', { incident: { ...taken, status: 'acknowledged' }, calls: { ...calls, isAsked: true } }).slice(0, 3), [
    'acknowledge',
    'snooze-30m',
    'investigate-again',
  ]);
  assert.ok(idsOf('waiting', {}).includes('snooze-30m'));
  assert.ok([...idsOf('running', {}), ...idsOf('resolved', {})].every((id) => id !== 'snooze-30m'));
});

test('toneOf() of what is snoozed is grey, but for what the bot itself is at or waits for', () => {
  const calls = { snoozed: { until: '2026-11-21T03:00:00.000Z', by: 'Rita' } };
  const toneAt = (name: string): CardTone => toneOf(inputOf(name, 'en', { calls }));

  assert.deepEqual(['received', 'unknown', 'investigating', 'waiting', 'running', 'resolved'].map(toneAt), [
    ...(['snoozed', 'snoozed', 'investigating', 'waiting', 'investigating', 'resolved'] as const),
  ]);
});

test('buttonsOf() binds a decision to the plan’s digest and asks once more, and never carries the plan', () => {
  const [approve, reject] = buttonsOf(inputOf('waiting', 'zh-CN')).buttons;

  assert.deepEqual([approve?.value, approve?.style, approve?.confirm], ['plan_1:0123456789abcdef', 'primary', '将执行：打开阀门']);
  assert.deepEqual([reject?.value, reject?.style], ['plan_1:0123456789abcdef', 'danger']);
});

test('buttonsOf() offers no undo for a plan that has none', () => {
  const plan = moments.verified?.plan;
  if (!plan) assert.fail();
  const steps = [valveStep('medium', { undo: { isPossible: false, summary: sameText('none') } })];

  const { buttons: shown, overflow } = buttonsOf(inputOf('verified', 'en', { plan: { ...plan, steps } }));

  assert.ok([...shown, ...overflow].every((button) => button.id !== 'undo'));
});

test('nextLine() says what waits for whom, and until when in the channel’s zone', () => {
  assert.equal(nextLine(inputOf('waiting', 'en')), 'Waits for approval by Anna, Bob; valid until 11-21 10:01.');
  assert.equal(nextLine(inputOf('waiting', 'zh-CN')), '等待审批（Anna、Bob），11-21 10:01 前有效。');
  assert.equal(
    nextLine(inputOf('waiting', 'en', { approvers: [], timeZone: 'UTC' })),
    'Waits for approval by anybody with the right to; valid until 11-21 02:01.',
  );
  assert.equal(nextLine(inputOf('waiting-for-a-second', 'en')), 'Approved by Anna; 1 more needed.');
  assert.equal(nextLine(inputOf('running', 'en')), 'Running step 1 of 1.');
});

test('planLines() shows all that a person must know to decide, and afterwards only what came of it', () => {
  const [pending, running] = [moments.waiting?.plan, moments.running?.plan];
  if (!pending || !running) assert.fail();

  assert.deepEqual(wordsOf(planLines(pending, 'en')), [
    '⬜ 1. main-valve: set the level to 80 · risk: medium',
    'set-level level=80',
    'Why: the level is 0 (ev_1)',
    'Effect: the pressure drops; verified by: the level reads back',
    'Undo: the level goes back',
  ]);
  assert.deepEqual(wordsOf(planLines(running, 'zh-CN')), ['⏳ 1. main-valve：把开度设为 80 · 风险：中']);
});

test('planLines() stops after six steps and says how many more there are', () => {
  const pending = moments.waiting?.plan;
  if (!pending) assert.fail();
  const steps = Array.from({ length: 9 }, () => valveStep('low', { summary: sameText('x'.repeat(2_000)) }));

  const words = wordsOf(planLines({ ...pending, steps }, 'en'));

  assert.equal(words.at(-1), '… +3');
  assert.ok(words.every((line) => line.length <= 340));
});

test('statusCard() keeps hostile words plain text: no mention, no link, no markup of its own', () => {
  const title = '<!channel> @all <at user_id="all"></at> <script>alert(1)</script> [x](javascript:alert(1)) `*_~';
  const moment = moments.waiting;
  if (!moment) assert.fail();
  const incident = { ...moment.incident, title, question: title, systemIds: [] };

  const card = statusCard(inputOf('waiting', 'en', { incident }));

  const spans = card.sections.flatMap((section) => section.lines).flatMap((line) => (line.type === 'paragraph' ? line.spans : []));
  assert.equal(card.title, `ZB-42 ${title}`);
  assert.ok(spans.every((span) => span.type === 'text'));
  assert.ok(wordsOf(card.sections[0]?.lines ?? [])[0]?.includes(title));
});

test('statusCard() has no link where nobody can reach the console', () => {
  assert.equal(statusCard(inputOf('waiting', 'en', { consoleUrl: null })).link, null);
  assert.equal(statusCard(inputOf('waiting', 'en')).link, 'https://zhiban.example.com/incidents/ZB-42');
});

test('timeIn() is told in the zone given, also over midnight', () => {
  assert.equal(timeIn('Asia/Shanghai', '2026-11-21T01:05:00.000Z'), '11-21 09:05');
  assert.equal(timeIn('America/New_York', '2026-11-21T01:05:00.000Z'), '11-20 20:05');
  assert.equal(timeIn('UTC', '2026-11-21T00:00:00.000Z'), '11-21 00:00');
});

test('listed(), labelled(), aside() and sequence() punctuate as the language does', () => {
  const say = (locale: Locale) => `${labelled(locale, 'a', listed(locale, ['b', 'c']))}${aside(locale, 'd')}${sequence(locale, ['', 'e'])}`;

  assert.equal(say('en'), 'a: b, c (d); e');
  assert.equal(say('zh-CN'), 'a：b、c（d）；e');
});

test('nextLine() calls a command that only read no fix, in an incident of its own and beside one that goes on', () => {
  const plan = moments.verified?.plan;
  assert.ok(plan);
  const read = { ...plan, steps: plan.steps.map((step) => ({ ...step, action: 'run-command', arguments: { command: 'INFO' } })) };
  const changed = {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, action: 'run-command', arguments: { command: 'X', with: '{}' } })),
  };

  const beside = nextLine(inputOf('verified', 'en', { plan: read }));
  const alone = nextLine(inputOf('resolved', 'zh-CN', { plan: read }));

  assert.equal(beside, 'The command was run; its output is in the evidence.');
  assert.equal(alone, '命令已执行，输出见证据。');
  assert.match(nextLine(inputOf('verified', 'en', { plan: changed })), /The fix is verified/);
  assert.notEqual(statusCard(inputOf('verified', 'en', { plan: read })).emoji, '✅');
});
