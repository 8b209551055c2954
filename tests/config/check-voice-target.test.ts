import assert from 'node:assert/strict';
import { test } from 'node:test';
import { voiceTargetProblems } from '../../src/config/check-voice-target.ts';
import { parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';

const voices = `adapters:
  wecom: { ops: { webhook: { env: W } }, night: { webhook: { env: W } } }
  webhook: { soc: { url: "https://a.test" } }
  email: { host: mail, from: a@example.com, to: [b@example.com] }
`;

function problemsOf(target: string): readonly string[] {
  try {
    parseConfig(`${voices}routes: [{ match: {}, to: [${target}] }]`, { path: null, kinds: [], variables: { W: 'secret-secret' } });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ text }) => text.en);
  }
}

const cases: readonly [target: string, problem: RegExp | null][] = [
  ['{ adapter: wecom, name: ops }', null],
  ['{ adapter: wecom }', /say which one by name: ops, night/],
  ['{ adapter: wecom, name: opps }', /adapters\.wecom has no 'opps'; did you mean 'ops'\?/],
  ['{ adapter: webhook }', null],
  ['{ adapter: webhook, to: [a@example.com] }', /only email takes addresses/],
  ['{ adapter: webhook, channel: C1 }', /webhook has no channels/],
  ['{ adapter: email, to: [a@example.com], moments: [approval], severities: [critical] }', null],
  ['{ adapter: email, to: [nobody] }', /an e-mail address/],
  ['{ adapter: email, moments: [opend] }', /opened/],
  ['{ adapter: email, hours: { from: "9:00", to: "18:00" } }', /time of day such as 09:00/],
  ['{ adapter: email, hours: { from: "09:00", to: "18:00", timeZone: Asia/Shangai } }', /time zone such as Asia\/Shanghai/],
  ['{ adapter: console, moments: [opened] }', /only voices take it, console is a chat/],
  ['{ adapter: robot }', /unknown adapter 'robot'/],
];

for (const [target, problem] of cases) {
  test(`a route to ${target} ${problem === null ? 'is fine' : `is refused: ${problem.source}`}`, () => {
    const problems = problemsOf(target);

    if (problem === null) assert.deepEqual(problems, []);
    else assert.match(problems.join('\n'), problem);
  });
}

test('voiceTargetProblems() has nothing against a chat’s own words', () => {
  assert.deepEqual(voiceTargetProblems({}, { adapter: 'slack', channel: 'C1', locale: 'en' }), []);
});
