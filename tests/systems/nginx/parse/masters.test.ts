import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseMaster, isElsewhere, parseMasters } from '../../../../src/systems/nginx/parse/masters.ts';

interface Told {
  readonly pid: number;
  readonly ticks?: number;
  readonly lines?: readonly string[];
}

function masters(told: readonly Told[], listens: readonly string[] = []) {
  const parts = told.map(
    ({ pid, ticks = pid, lines = [] }) =>
      `@@master ${pid} ${ticks}\ncommand nginx: master process /opt/nginx -c /etc/${pid}.conf \n${lines.join('\n')}\n`,
  );
  return parseMasters(`${parts.join('')}@@own 1000\n${listens.join('\n')}\n`);
}

const root = 'Uid:\t0\t0\t0\t0';
const program = ['exe /opt/nginx', 'image 1:5 1:5'];

describe('parseMasters()', () => {
  it('reads the program, the open logs and who listens where', () => {
    const [master] = masters(
      [{ pid: 7, lines: [root, 'NSpid:\t7', ...program, 'fd /dev/null', 'fd /x/error.log', 'fd /x/old.log (deleted)', 'fd socket:[33]'] }],
      ['listen 0100007F:1F90 33', 'listen 00000000:0050 34'],
    );

    assert.deepEqual(
      [master?.program, master?.words.configFile, master?.openFiles, master?.listens, master?.isContained],
      ['/opt/nginx', '/etc/7.conf', ['/x/error.log'], [{ inode: '33', host: '127.0.0.1', port: 8080 }], false],
    );
  });

  it('tells a container, and a command line that anybody could have written', () => {
    const cases: Readonly<Record<string, readonly [readonly string[], readonly [boolean, boolean]]>> = {
      'root’s': [
        [root, ...program],
        [false, true],
      ],
      'our own': [
        ['Uid:\t1000\t1000\t1000\t1000', ...program],
        [false, true],
      ],
      'somebody’s': [
        ['Uid:\t33\t33\t33\t33', ...program],
        [false, false],
      ],
      'raised by a setuid program': [
        ['Uid:\t33\t0\t0\t0', ...program],
        [false, false],
      ],
      'of another program': [
        [root, 'exe /usr/bin/sudo', 'image 1:5 1:5'],
        [false, false],
      ],
      'not shown': [[root], [false, false]],
      'upgraded on disk': [
        [root, 'exe /opt/nginx (deleted)', 'image 1:5 '],
        [false, true],
      ],
      'in a namespace of its own': [
        [root, 'NSpid:\t7\t1', ...program],
        [true, false],
      ],
      'with a program that is not this machine’s': [
        [root, 'exe /opt/nginx', 'image 1:5 1:6'],
        [true, false],
      ],
    };

    for (const [name, [lines, expected]] of Object.entries(cases)) {
      const [master] = masters([{ pid: 7, lines }]);
      assert.deepEqual([master?.isContained, master?.isGenuine], expected, name);
    }
  });
});

describe('chooseMaster()', () => {
  const on = (pid: number, inode: number, ticks = pid): Told => ({ pid, ticks, lines: [root, ...program, `fd socket:[${inode}]`] });
  const [local, wild, other] = ['listen 0100007F:1F90 1', 'listen 00000000:1F90 2', 'listen 0B00000A:1F90 3'];
  const contained: Told = { pid: 9, lines: [root, 'NSpid:\t9\t1'] };
  const unseen: Told = { pid: 4, lines: [root] };
  const cases: Readonly<Record<string, { readonly all: ReturnType<typeof masters>; readonly url?: string; readonly expected?: number }>> = {
    none: { all: [] },
    'the only one, as a gateway may have another port': { all: masters([on(4, 8)]), url: 'http://10.0.0.11:8080/', expected: 4 },
    'not the only one that is seen to listen elsewhere on this machine': { all: masters([on(4, 8)]) },
    'the only one whose sockets are hidden': { all: masters([unseen]), expected: 4 },
    'the one on the port': { all: masters([on(4, 8), on(5, 3)], [other]), expected: 5 },
    'the very address before all addresses': { all: masters([on(4, 2), on(5, 1)], [local, wild]), expected: 5 },
    'this machine by its name': { all: masters([on(4, 2), on(5, 1)], [local, wild]), url: 'http://localhost:8080/', expected: 5 },
    'all addresses before a strange one': { all: masters([on(4, 2), on(5, 3)], [wild, other]), expected: 4 },
    'none of two that fit as well': {
      all: masters([on(4, 3), on(5, 6)], [other, 'listen 0C00000A:1F90 6']),
      url: 'http://edge.example:8080/',
    },
    'the last of an upgrade in flight': { all: masters([on(4, 1), on(5, 1, 90), on(6, 1, 80)], [local]), expected: 5 },
    'none where nobody has the port': { all: masters([on(4, 8), on(5, 9)]) },
    'the machine’s own beside a container, where sockets are hidden': { all: masters([unseen, contained]), expected: 4 },
    'none beside a container, where its sockets are seen elsewhere': { all: masters([on(4, 8), contained]) },
    'the port of the scheme': { all: masters([on(4, 8), on(5, 7)], ['listen 00000000:01BB 7']), url: 'https://a.example/s', expected: 5 },
  };
  for (const [name, { all, url = 'http://127.0.0.1:8080/status', expected }] of Object.entries(cases)) {
    it(`takes ${name}`, () => {
      assert.equal(chooseMaster(all, url, false)?.pid, expected);
    });
  }

  it('takes the only one behind a tunnel', () => {
    assert.equal(chooseMaster(masters([on(4, 8)]), 'http://127.0.0.1:8080/', true)?.pid, 4);
  });
});

describe('isElsewhere()', () => {
  it('is said only where its sockets are seen', () => {
    const [seen, hidden] = masters([{ pid: 4, lines: ['fd socket:[1]'] }, { pid: 5 }], ['listen 0100007F:1F90 1']);
    assert.ok(seen !== undefined && hidden !== undefined);

    const said = [
      isElsewhere(seen, 'http://10.0.0.9:8080/'),
      isElsewhere(seen, 'http://10.0.0.9/'),
      isElsewhere(hidden, 'http://10.0.0.9/'),
    ];

    assert.deepEqual(said, [false, true, false]);
  });
});
