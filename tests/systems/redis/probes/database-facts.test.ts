import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInfo } from '../../../../src/systems/redis/info.ts';
import { parseClients } from '../../../../src/systems/redis/probes/client-lines.ts';
import { databaseFacts, keysByDatabase } from '../../../../src/systems/redis/probes/database-facts.ts';

const keys = keysByDatabase(parseInfo('# Keyspace\r\ndb0:keys=900,expires=0,avg_ttl=0\r\ndb5:keys=3,expires=0,avg_ttl=0\r\n'));

function told(...clients: readonly (readonly [name: string, database: number, command: string])[]): readonly unknown[] {
  const lines = clients.map(
    ([name, database, command], at) =>
      `id=${String(at)} addr=10.0.0.${String(at)}:5000 name=${name} flags=N db=${String(database)} cmd=${command}`,
  );
  const facts = databaseFacts(parseClients(lines.join('\n')), keys);
  return ['reader', 'readDatabase', 'readKeys', 'writer', 'writtenDatabase'].map((name) => facts[`databases.${name}`]);
}

test('databaseFacts() name who reads in an empty database and who writes into another', () => {
  assert.deepEqual(told(['api', 2, 'get'], ['api', 2, 'get'], ['importer', 0, 'set']), ['api', 2, 0, 'importer', 0]);
});

test('databaseFacts() name the fullest other database where nobody is seen to write', () => {
  assert.deepEqual(told(['api', 2, 'hgetall'], ['zhiban', 0, 'set']), ['api', 2, 0, '', 0]);
});

test('databaseFacts() accuse nobody who reads where somebody writes, or who waits for items', () => {
  const none = ['', null, null, '', null];

  assert.deepEqual(told(['api', 0, 'get'], ['api', 0, 'set']), none);
  assert.deepEqual(told(['worker', 2, 'blpop'], ['api', 0, 'lpush']), none);
});

test('databaseFacts() call a client without a name by its address', () => {
  assert.equal(told(['', 2, 'get'], ['importer', 0, 'set'])[0], '10.0.0.0');
});
