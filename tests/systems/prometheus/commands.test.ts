import assert from 'node:assert/strict';
import { it } from 'node:test';
import { prometheusKind } from '../../../src/systems/prometheus/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { withExporter, withPrometheus } from './diagnose.ts';

it('prometheusCommands ask in PromQL, and the server reads it before anybody approves', async () => {
  await withExporter(
    () => 'queue_depth{queue="paid"} 41\nqueue_depth{queue="sent"} 1\n',
    async (site) => {
      await withPrometheus({ targets: [{ job: 'q', address: `127.0.0.1:${String(site.port)}` }] }, async ({ server, client, entry }) => {
        await server.until('queue_depth', (values) => values.length === 2);
        const ask = (words: string) => freeCommand(prometheusKind, words, client, entry);
        const printed = async (words: string): Promise<string> => (await ask(words)).output();

        assert.equal(await printed('promtool query instant max by (queue) (queue_depth) > 3'), '{queue="paid"} 41');
        assert.match(await printed('query range queue_depth{queue="sent"}'), /queue="sent".*: 1/);
        assert.equal(await printed('query labels queue'), 'paid\nsent');
        assert.match(await printed('check ready'), /^200 /);
        assert.match(await printed('show targets'), /1 targets are up/);
        const { action, given } = await ask('query instant queue_depth');
        assert.equal((await acting(action, given, client, entry).precheck()).state, 'ready');
        const wrong = await ask('query instant rate(queue_depth)');
        const precheck = await acting(wrong.action, wrong.given, client, entry).precheck();
        assert.ok(precheck.state === 'blocked' && /range vector/.test(precheck.reason.en), JSON.stringify(precheck));
      });
    },
  );
});
