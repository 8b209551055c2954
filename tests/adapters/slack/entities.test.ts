import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mentionsUser, readText } from '../../../src/adapters/slack/entities.ts';

it('readText() gives the words as they were typed', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['<@U0BOT> why slow?', 'why slow?'],
    ['hey <@U0BOT|zhiban> &lt;b&gt; &amp;amp;', 'hey <b> &amp;'],
    ['ask <@U1|li.lei> or <@U2>', 'ask @li.lei or @U2'],
    ['see <#C1|ops> and <#C2>', 'see #ops and #C2'],
    ['<!here> <!subteam^S1|@oncall> <!channel>', '@here @oncall @channel'],
    ['<!date^1700000000^{date}|Nov 14>', 'Nov 14'],
    ['is <http://orders.example.com|orders.example.com> up?', 'is orders.example.com up?'],
    ['<https://x.example/a?b=1&amp;c=2>', 'https://x.example/a?b=1&c=2'],
    ['<https://x.example|the page>', 'the page (https://x.example)'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<@U0BOT>', ''],
    ['a < b', 'a < b'],
  ];

  for (const [sent, typed] of cases) assert.equal(readText(sent, 'U0BOT'), typed);
});

it('mentionsUser() wants the whole id', () => {
  assert.equal(mentionsUser('<@U0BOT>', 'U0BOT'), true);
  assert.equal(mentionsUser('<@U0BOT|z> x', 'U0BOT'), true);
  assert.equal(mentionsUser('<@U0BOTHER>', 'U0BOT'), false);
});
