import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '../../../../src/domain/evidence.ts';
import type { LinuxClient } from '../../../../src/systems/linux/client.ts';
import { biggestContainerLog, containerLogFacts } from '../../../../src/systems/linux/probes/container-log.ts';

const [one, other] = ['a'.repeat(64), 'b'.repeat(64)];
const root = '/data/docker/containers';
const file = (path: string, bytes: number) => ({ path, bytes, modifiedSeconds: 0 });
const files = [
  file('/data/dump.sql', 9_000),
  file(`${root}/${one}/${one}-json.log`, 500),
  file(`${root}/${other}/${other}-json.log`, 400),
  file(`${root}/${other}/${other}-json.log.1`, 400),
];
const limit = { timeoutMs: 1_000, signal: AbortSignal.timeout(5_000) };

/** A machine on which these files can be read. */
function machine(contents: Readonly<Record<string, string>>): LinuxClient {
  const run = (_name: string, [marker = '', ...paths]: readonly string[]) => {
    const shown = paths.flatMap((path) => (contents[path] === undefined ? [] : [`\n${marker}${path}\n${contents[path]}`]));
    return Promise.resolve({ stdout: `${shown.join('')}\n${marker}end\n`, stderr: '', exitCode: 0, isCut: false });
  };
  return { exec: { run } } as never;
}

test('biggestContainerLog() counts what was rotated, and nothing else', () => {
  assert.deepEqual(biggestContainerLog(files), { directory: `${root}/${other}`, id: other, bytes: 800 });
  assert.equal(biggestContainerLog([file(`/data/${one}-json.log`, 1)]), null);
});

test('containerLogFacts() take the name and the limit out of what the engine keeps, and no secret', async () => {
  const client = machine({
    [`${root}/${other}/config.v2.json`]: '{"Config":{"Env":["PASSWORD=hunter2"]},"Name":"/chatter","Driver":"overlay2"}',
    [`${root}/${other}/hostconfig.json`]: '{"LogConfig":{"Type":"json-file","Config":{"max-size":"40g"}}}',
  });

  const facts: Facts = await containerLogFacts(client, files, 1_000, limit);

  assert.deepEqual(
    ['name', 'fsRatio', 'limit'].map((name) => facts[`usage.containerLog.${name}`]),
    ['chatter', 0.8, '40g'],
  );
  assert.doesNotMatch(JSON.stringify(facts), /hunter2/);
});

test('containerLogFacts() tell the id where the name may not be read', async () => {
  const facts = await containerLogFacts(machine({}), files, 1_000, limit);

  assert.deepEqual([facts['usage.containerLog.name'], facts['usage.containerLog.limit']], ['b'.repeat(12), '?']);
});
