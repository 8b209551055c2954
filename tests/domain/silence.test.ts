import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silenceState } from '../../src/domain/silence.ts';
import { suppressionKinds } from '../../src/domain/suppression.ts';
import { noiseText } from '../../src/text/noise.ts';

test('silenceState() begins with its start and is over at its end', () => {
  const silence = { startsAt: '2026-11-21T02:00:00.000Z', endsAt: '2026-11-21T03:00:00.000Z' };
  const at = (time: string) => silenceState(silence, Date.parse(`2026-11-21T${time}Z`));

  assert.deepEqual([at('01:59:59.999'), at('02:00:00'), at('02:59:59.999'), at('03:00:00')], ['pending', 'active', 'active', 'expired']);
});

test('suppressionKinds each have their words', () => {
  for (const kind of suppressionKinds) assert.ok(noiseText[`reason.${kind}`].en.includes('{name}'));
});
