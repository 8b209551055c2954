import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { buildVoices } from '../../../src/main/wire/voices.ts';
import { systemClock } from '../../support/system-clock.ts';

test('buildVoices() opens what it can and says why the rest can’t speak', () => {
  const resolveSecret = (ref: object): string => {
    if (Reflect.get(ref, 'env') === 'SET') return 'a-key-of-the-robot';
    throw new ZhibanError('invalid', 'The variable is not set');
  };
  const [set, unset] = [{ env: 'SET' }, { env: 'UNSET' }];

  const { voices, problems } = buildVoices(
    {
      wecom: { ops: { webhook: set }, night: { webhook: unset } },
      robot: { ding: { platform: 'dingtalk', webhook: unset } },
      webhook: { soc: { url: 'https://a.test' } },
      email: {
        host: 'm',
        port: 25,
        secure: false,
        requireTls: true,
        from: 'a@example.com',
        to: ['b@example.com'],
        digest: 0,
        password: unset,
      },
    },
    resolveSecret,
    { clock: systemClock, source: 'https://zhiban.example.com' },
  );

  assert.deepEqual(
    [...voices].map(([name, { destinations }]) => [name, destinations]),
    [
      ['wecom', ['ops']],
      ['robot', []],
      ['webhook', ['soc']],
    ],
  );
  assert.deepEqual([...problems.keys()], ['wecom/night', 'robot/ding', 'email/email']);
});
