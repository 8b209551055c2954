/**
 * What every voice must do, whatever its vendor: called once for each, with a peer that checks keys, signatures and limits and fails as
 * it's told to. Words of the vendor stay in the peer.
 */

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { ChatError } from '../../src/adapters/contract.ts';
import type { Voice } from '../../src/adapters/voice/contract.ts';
import { sampleAnnouncement, sampleNotice } from './announcements.ts';

export type VoiceFault = 'limited' | 'broken' | 'refused' | 'lost';

export interface PreparedVoice {
  readonly voice: Voice;
  readonly destination: string;
  /** What people read of each accepted message, in order: all words of it. */
  said(): readonly string[];
  /** The next message meets it. `limited` asks for 7 s of patience where the protocol can say so, `refused` is for good. */
  fail(fault: VoiceFault): void;
  /** Never to be seen in an error. */
  readonly secrets: readonly string[];
  /** How what is foreign text and would call everybody would read if it did. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

export interface VoiceHarness {
  readonly name: string;
  readonly limitedFor: 'as-told' | 'own';
  prepare(): Promise<PreparedVoice>;
}

export function describeVoice(harness: VoiceHarness): void {
  const open: PreparedVoice[] = [];
  const prepare = async (): Promise<PreparedVoice> => {
    const prepared = await harness.prepare();
    open.push(prepared);
    return prepared;
  };
  const errorOf = async ({ voice, destination }: PreparedVoice, name = destination): Promise<ChatError> => {
    const error: unknown = await voice.say(name, [], sampleAnnouncement()).then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ChatError, `expected a ChatError, got ${String(error)}`);
    return error;
  };

  afterEach(async () => {
    for (const { voice, stop } of open.splice(0)) {
      await voice.close();
      await stop();
    }
  });

  describe(`${harness.name}: a voice`, () => {
    it('says what happened, since when, the cause, the next step and where to look, in both languages', async () => {
      const prepared = await prepare();

      await prepared.voice.say(prepared.destination, [], sampleAnnouncement());
      await prepared.voice.say(prepared.destination, [], sampleAnnouncement({ locale: 'zh-CN' }));

      const [english = '', chinese = ''] = prepared.said();
      for (const words of [
        'Waits for approval',
        'ZB-42',
        'since 03:12',
        'Confirmed on orders-db',
        'Waits for approval by Li Hua',
        '/incidents/ZB-42',
      ])
        assert.ok(english.includes(words), `'${words}' is missing in: ${english}`);
      for (const words of ['等待审批', 'ZB-42', '已确认（orders-db）：连接数已用尽', '下一步'])
        assert.ok(chinese.includes(words), `'${words}' in: ${chinese}`);
    });

    it('lets foreign text be text: nobody is called and nothing becomes a link', async () => {
      const prepared = await prepare();
      const lines = [
        '<!channel> <@U123> @all <at id=all></at> <@everyone> [click](http://evil.test) ![x](http://evil.test/x.png) <b>bold</b>',
      ];
      const notice = sampleNotice({ title: `ZB-42 ${lines[0]}`, sections: [{ label: 'Cause', lines }] });

      await prepared.voice.say(prepared.destination, [], sampleAnnouncement({ notices: [notice] }));

      const [said = ''] = prepared.said();
      for (const call of prepared.calls) assert.ok(!said.includes(call), `'${call}' in: ${said}`);
    });

    it('holds a digest of two hundred long incidents within the limits, the first of them in it', async () => {
      const prepared = await prepare();
      if (prepared.voice.habits(prepared.destination).gathers === 'nothing') return;
      const notices = Array.from({ length: 200 }, (_, index) => {
        const sections = [{ label: '下一步', lines: [`等待处理 ${'数据库连接'.repeat(80)}`] }];
        return sampleNotice({ code: `ZB-${index}`, title: `ZB-${index} ${'订单库'.repeat(60)}`, sections });
      });

      await prepared.voice.say(prepared.destination, [], sampleAnnouncement({ notices, title: '值班摘要：200 个故障' }));

      const [said = ''] = prepared.said();
      assert.ok(said.includes('ZB-0'));
      assert.match(said, /\d+ more in the console/);
    });

    it('tells a limit from a failure, with how long to wait', async () => {
      const prepared = await prepare();

      prepared.fail('limited');
      const limited = await errorOf(prepared);
      prepared.fail('broken');
      const broken = await errorOf(prepared);

      assert.equal(limited.kind, 'rate');
      if (harness.limitedFor === 'as-told') assert.equal(limited.retryAfterMs, 7_000);
      assert.equal(broken.kind, 'transient');
      assert.deepEqual(prepared.said(), []);
    });

    it('tells what is for good, so that nobody waits a day for it', async () => {
      const prepared = await prepare();

      prepared.fail('refused');
      const refused = await errorOf(prepared);
      const unknown = await errorOf(prepared, prepared.voice.name === 'email' ? prepared.destination : 'nobody').catch(() => refused);

      for (const { kind } of [refused, unknown]) assert.ok(!['rate', 'transient'].includes(kind), kind);
    });

    it('counts a lost answer as not said: saying it again is the caller’s choice', async () => {
      const prepared = await prepare();

      prepared.fail('lost');
      const lost = await errorOf(prepared);

      assert.equal(lost.kind, 'transient');
      assert.equal(prepared.said().length, 1);
    });

    it('says so when nobody is there, and never shows a secret', async () => {
      const prepared = await prepare();
      const errors = [];
      for (const fault of ['limited', 'broken', 'refused', 'lost'] as const) {
        prepared.fail(fault);
        errors.push(await errorOf(prepared));
      }
      await prepared.stop();
      const away = await errorOf(prepared);

      assert.equal(away.kind, 'transient');
      for (const error of [...errors, away]) {
        const shown = `${error.message} ${error.stack} ${String(error.cause)}`;
        for (const secret of prepared.secrets) assert.ok(!shown.includes(secret), shown);
      }
    });

    it('says many at once, each once', async () => {
      const prepared = await prepare();
      const codes = Array.from({ length: 10 }, (_, index) => `ZB-9${index}`);

      await Promise.all(
        codes.map((code) =>
          prepared.voice.say(
            prepared.destination,
            [],
            sampleAnnouncement({ id: code, notices: [sampleNotice({ code, title: `${code} many` })] }),
          ),
        ),
      );

      const said = prepared.said();
      assert.equal(said.length, codes.length);
      for (const code of codes) assert.equal(said.filter((each) => each.includes(code)).length, 1);
    });
  });
}
