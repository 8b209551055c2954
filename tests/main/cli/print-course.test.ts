import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printCourse, printSuspects } from '../../../src/main/cli/print-course.ts';
import { createTerminal } from '../../../src/main/cli/terminal.ts';
import { sampleCourse } from '../../peers/console-api/findings.ts';
import { fakeTerminal } from './fake-terminal.ts';

for (const [locale, title, first] of [
  ['en', 'What happened, in order', /web-1: email-worker \(v2\.31\) \(before the trouble\)/],
  ['zh-CN', '事情的先后', /web-1：email-worker \(v2\.31\)（先于异常）/],
] as const) {
  test(`printCourse() tells the order in ${locale}`, () => {
    const fake = fakeTerminal({ columns: 120 });
    const terminal = createTerminal(fake.streams, { locale, hasColour: false });

    printCourse(terminal, sampleCourse(Date.parse('2026-11-21T02:00:00.000Z'), locale === 'zh-CN'));
    printCourse(terminal, []);
    printSuspects(terminal, []);
    printSuspects(terminal, [
      {
        ...{ changeId: 'chg_1', systemId: 'web-1', kind: 'deploy', title: 'release', version: 'v2', author: null, at: '' },
        ...{ secondsBefore: 420, mechanism: 'none', evidenceIds: [] },
      },
    ]);

    assert.ok(fake.out.includes(title) && fake.out.indexOf(title) === fake.out.lastIndexOf(title), fake.out);
    assert.match(fake.out, first);
    assert.match(fake.out, /7 min before: release v2 \(web-1\), only the time|早 7 分钟：release v2（web-1），只有时间吻合/);
    assert.match(fake.out, /\d\d:\d\d:\d\d–\d\d:\d\d:\d\d {2}orders-cache/);
  });
}
