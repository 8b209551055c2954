import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinnedIn } from '../../../../src/systems/linux/parse/hosts-file.ts';
import type { Peer } from '../../../../src/systems/linux/parse/peer-address.ts';

const file = [
  '127.0.0.1 localhost',
  '127.0.1.1 app-7.shop.example app-7',
  '10.1.2.7 app-7.shop.example',
  '172.17.0.1 host.docker.internal',
  '10.1.2.3 Orders-DB.internal orders-db # temporary, migration CHG-2231',
  '# 10.1.2.9 cache.internal',
  '10.1.2.8 cache.internal',
].join('\n');

const peer = (host: string, name = ''): Peer => ({ address: `${host}:3306`, host, port: 3306, name });
const pinnedNames = (...peers: readonly Peer[]) => pinnedIn(file, peers, 'app-7')?.name ?? null;

test('pinnedIn() finds the line that gives a peer its address, by name and by address', () => {
  assert.deepEqual(pinnedIn(file, [peer('10.1.2.3', 'orders-db.internal')], 'app-7'), {
    name: 'orders-db.internal',
    address: '10.1.2.3',
    port: 3306,
    line: '10.1.2.3 Orders-DB.internal orders-db # temporary, migration CHG-2231',
  });
  assert.equal(pinnedNames(peer('orders-db', 'orders-db')), 'orders-db');
  assert.equal(pinnedNames(peer('10.1.2.3')), 'orders-db.internal');
  assert.equal(pinnedNames(peer('10.9.9.9'), peer('10.1.2.8', 'cache.internal')), 'cache.internal');
});

test('pinnedIn() takes neither loopback, nor what is about the machine itself, nor what only looks alike', () => {
  assert.equal(pinnedNames(peer('127.0.0.1', 'localhost'), peer('localhost', 'localhost')), null);
  assert.equal(pinnedNames(peer('10.1.2.7', 'app-7.shop.example'), peer('10.1.2.7'), peer('172.17.0.1')), null);
  assert.equal(pinnedNames(peer('10.1.2.9', 'cache.internal')), null, 'the name had another address, so it is not from here');
  assert.equal(pinnedNames(peer('10.1.2.3', 'billing-db.internal')), null, 'another name of that address');
  assert.equal(pinnedNames(), null);
});
