import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRestarting, wantsAnother } from '../../../../src/systems/linux/probes/service-course.ts';
import type { ServiceState } from '../../../../src/systems/linux/probes/services.ts';
import type { Listener } from '../../../../src/systems/linux/probes/socket-table.ts';
import { nobody } from '../../../../src/systems/linux/sample.ts';

/** The service as one look sees it: since which tick it runs and for how long, or why it doesn't. */
function api(startTicks: number, ageSeconds: number, trouble: ServiceState['trouble'] = ''): ServiceState {
  const portrait = startTicks === 0 ? nobody : { ...nobody, pid: startTicks, startTicks, ageSeconds };
  return { service: { name: 'api' }, portrait, owner: portrait, state: 'S', listener: undefined, unit: undefined, trouble };
}

const listener: Listener = { address: '127.0.0.1', port: 80, queued: 0, backlog: 8, pids: [] };
const away = api(0, 0, 'port');
/** Its port was seen, and its process was gone when it was looked up. */
const vanished: ServiceState = { ...api(0, 0), listener: { ...listener, pids: [7] } };
/** Of another user, whose processes this one may not see. */
const nameless: ServiceState = { ...api(0, 0), listener };

describe('isRestarting()', () => {
  const courses: readonly [string, readonly ServiceState[], boolean][] = [
    ['one process all the time', [api(7, 900), api(7, 902)], false],
    ['another process than a moment ago', [api(7, 1), api(9, 0)], true],
    ['one that was away a moment ago', [away, api(9, 0)], true],
    ['one that came and is away again', [away, api(9, 0), away], true],
    ['one that went', [api(7, 900), away], false],
    ['one that stays away', [away, away, away, away], false],
    ['one that was away and whose process can’t be seen', [away, nameless], true],
    ['one whose process can’t be seen', [nameless, nameless], false],
    ['somebody else on its port', [away, api(9, 0, 'squatter')], false],
  ];
  for (const [name, course, expected] of courses)
    it(`says ${String(expected)} of ${name}`, () => {
      const [state = away] = course.slice(-1);

      assert.equal(
        isRestarting(
          state,
          course.slice(0, -1).map((each) => [each]),
        ),
        expected,
      );
    });
});

describe('wantsAnother()', () => {
  it('is content with two looks at what stays, and watches what is young or away for longer', () => {
    const asked = (...course: readonly ServiceState[]): boolean => wantsAnother(course.map((each) => [each]));

    assert.deepEqual([asked(api(7, 900)), asked(api(7, 900), api(7, 902))], [true, false]);
    assert.deepEqual([asked(api(7, 3), api(7, 5)), asked(away, away), asked(away, away, away)], [true, true, false]);
    assert.equal(asked(away, api(9, 0)), false);
    assert.deepEqual([asked(vanished, vanished), asked(nameless, nameless)], [true, false]);
  });
});
