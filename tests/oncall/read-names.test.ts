import assert from 'node:assert/strict';
import { it } from 'node:test';
import { peopleNamed, schedulesNamed, withoutWords } from '../../src/oncall/read-names.ts';
import { schedule } from './schedules.ts';

const schedules = [
  schedule({ id: 'primary', name: '一线值班', aliases: ['payments', '支付'] }),
  schedule({ id: 'primary-network', name: '网络', aliases: [] }),
];
const people = [
  { id: 'lihua', name: '李华' },
  { id: 'sam', name: 'Sam Hill' },
  { id: 'may', name: 'May Day' },
  { id: 'sam2', name: 'Sam Other' },
];

it('schedulesNamed() knows them by id, name and other words, and takes the longer word', () => {
  const named = (text: string) => schedulesNamed(text, schedules).map(({ id }) => id);
  assert.deepEqual(named('who is on duty for payments?'), ['primary']);
  assert.deepEqual(named('支付谁值班'), ['primary']);
  assert.deepEqual(named('on duty for primary-network'), ['primary-network']);
  assert.deepEqual(named('Primary and 网络'), ['primary', 'primary-network']);
  assert.deepEqual(named('the primaries'), []);
});

it('peopleNamed() takes a part of a name where no whole one is named', () => {
  const named = (text: string) => peopleNamed(text, people).map(({ id }) => id);
  assert.deepEqual(named('I take 李华 tomorrow'), ['lihua']);
  assert.deepEqual(named('I take Sam’s shift'), ['sam']);
  assert.deepEqual(named('I take the shift of Hill'), ['sam']);
  assert.deepEqual(named('I take the shift of samuel'), []);
});

it('withoutWords() leaves the time in, and no person who is called like a month', () => {
  assert.equal(withoutWords('I take May Day tomorrow', ['may', 'May Day']).replace(/\s+/g, ' '), 'I take tomorrow');
});
