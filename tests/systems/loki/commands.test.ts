/** On answers that a real Loki gave; what is not recorded is answered as by a version without that path. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { commandAction, commandArguments } from '../../../src/systems/commands/actions/command-action.ts';
import { lokiKind } from '../../../src/systems/loki/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { startSite } from '../http/site.ts';
import { lokiClient, lokiEntry } from './recorded.ts';

it('lokiCommands have Loki read a query before it is approved, and list labels', async () => {
  const site = await startSite((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://loki');
    if (pathname === '/loki/api/v1/label/app/values') response.end('{"status":"success","data":["billing","orders"]}');
    else if (pathname !== '/loki/api/v1/format_query') response.writeHead(404).end('not found');
    else if (searchParams.get('query')?.includes('| jsno') === true) response.writeHead(400).end('parse error at line 1: unexpected jsno');
    else response.end('{"status":"success","data":""}');
  });
  const entry = lokiEntry(site.url);
  const client = lokiClient(entry);
  const precheck = async (words: string) => {
    const reading = lokiKind.commands?.read(words);
    assert.ok(reading !== undefined && 'command' in reading, words);
    const given = commandArguments(reading.command.text, null);
    return { action: commandAction(reading.command, given), given };
  };
  try {
    const [good, bad, labels] = [
      await precheck('query {app="orders"} | json'),
      await precheck('query {app="orders"} | jsno'),
      await precheck('labels app'),
    ];

    assert.equal((await good.action.precheck(client, good.given, contextOf(entry, 5_000))).state, 'ready');
    const blocked = await bad.action.precheck(client, bad.given, contextOf(entry, 5_000));
    assert.ok(blocked.state === 'blocked' && /unexpected jsno/.test(blocked.reason.en), JSON.stringify(blocked));
    assert.equal(await labels.action.answer?.(client, contextOf(entry, 5_000)), 'billing\norders');
  } finally {
    await client.close();
    await site.stop();
  }
});
