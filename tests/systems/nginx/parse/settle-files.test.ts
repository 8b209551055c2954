import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandWords, parseBuild } from '../../../../src/systems/nginx/parse/command-line.ts';
import type { NamedFiles } from '../../../../src/systems/nginx/parse/named-files.ts';
import { defaultFiles, type Running, type SetFiles, settleFiles, testedFiles } from '../../../../src/systems/nginx/parse/settle-files.ts';

const set = {
  errorLog: '/set/error.log',
  accessLog: '/set/access.log',
  configFile: '/set/nginx.conf',
  binary: '/set/nginx',
  pidFile: '/set/nginx.pid',
};
const entry: SetFiles = { logs: [] };
const listed: SetFiles = { logs: ['/logs/app.log', '/logs/Error.log', { system: 'loki', query: '{}' }, '/logs/access_log'] };
const build = parseBuild('configure arguments: --prefix=/opt/x\n');
const named: NamedFiles = {
  errorLogs: { paths: ['/n/error.log', '/n/shop-error.log'], isDecided: true },
  accessLogs: { paths: [], isDecided: false },
  pidFile: '/n/pid',
};
const silent: NamedFiles = { ...named, errorLogs: { paths: [], isDecided: true }, accessLogs: { paths: [], isDecided: true } };

function running(more: Partial<Running> = {}, { openFiles = [] as readonly string[], isContained = false, title = '' } = {}): Running {
  const master = {
    pid: 7,
    startTicks: 1,
    words: commandWords(`nginx: master process ${title}`),
    program: '/opt/x/nginx',
    folder: null,
    isContained,
    isGenuine: true,
    openFiles,
    listens: [],
    areSocketsSeen: true,
  };
  return { master, isBelieved: true, program: '/opt/x/nginx', configFile: '/opt/x/n.conf', prefix: '/opt/x', isThere: true, ...more };
}

describe('settleFiles()', () => {
  const nothing = { named: null, isWhole: false, build: null };
  const [builtError, builtAccess] = ['/opt/x/logs/error.log', '/opt/x/logs/access.log'];
  const cases: Readonly<Record<string, readonly [Parameters<typeof settleFiles>, readonly [string | null, string | null, string]]>> = {
    'what is set before all': [
      [{ ...listed, ...set }, running(), { named, isWhole: true, build }, null],
      ['/set/error.log', '/set/access.log', '/set/nginx.pid'],
    ],
    'what nginx says before `logs`': [
      [listed, running(), { named, isWhole: true, build }, null],
      ['/n/error.log', builtAccess, '/n/pid'],
    ],
    'of several files the one that `logs` names': [
      [{ logs: ['/n/shop-error.log'] }, running(), { named, isWhole: true, build }, null],
      ['/n/shop-error.log', builtAccess, '/n/pid'],
    ],
    'no file where nginx writes none': [
      [entry, running(), { named: silent, isWhole: true, build }, null],
      [null, null, '/n/pid'],
    ],
    '`logs` where nginx writes none': [
      [listed, running(), { named: silent, isWhole: true, build }, null],
      ['/logs/Error.log', '/logs/access_log', '/n/pid'],
    ],
    'what a broken configuration’s nginx has open': [
      [listed, running({}, { openFiles: ['/o/x', '/o/error.log', '/o/shop.access'] }), { named: null, isWhole: false, build }, null],
      ['/o/error.log', '/o/shop.access', '/opt/x/logs/nginx.pid'],
    ],
    'what is compiled in where nothing else is known': [
      [entry, running(), { named: null, isWhole: false, build }, null],
      [builtError, builtAccess, '/opt/x/logs/nginx.pid'],
    ],
    'the log that it was started with': [
      [
        entry,
        running({}, { title: 'nginx -e logs/e.log' }),
        { named: { ...named, errorLogs: named.accessLogs }, isWhole: true, build },
        null,
      ],
      ['/opt/x/logs/e.log', builtAccess, '/n/pid'],
    ],
    'of a configuration that is read in part what it says, then `logs`': [
      [listed, running(), { named, isWhole: false, build }, null],
      ['/n/error.log', '/logs/access_log', '/n/pid'],
    ],
    'not the open files of a container': [
      [entry, running({ isBelieved: false }, { isContained: true, openFiles: ['/o/error.log'] }), nothing, 'contained'],
      [defaultFiles.errorLog, defaultFiles.accessLog, defaultFiles.pidFile],
    ],
    '`logs` before a configuration that nothing runs with': [
      [listed, null, { named, isWhole: true, build: null }, null],
      ['/logs/Error.log', '/logs/access_log', '/n/pid'],
    ],
    'that configuration before the defaults': [
      [entry, null, { named, isWhole: true, build: null }, null],
      ['/n/error.log', defaultFiles.accessLog, '/n/pid'],
    ],
    'the defaults last': [
      [entry, null, nothing, 'several'],
      [defaultFiles.errorLog, defaultFiles.accessLog, defaultFiles.pidFile],
    ],
  };
  for (const [name, [given, expected]] of Object.entries(cases)) {
    it(`takes ${name}`, () => {
      const { errorLog, accessLog, pidFile } = settleFiles(...given);

      assert.deepEqual([errorLog, accessLog, pidFile], expected);
    });
  }

  it('says where each is from, and the master where no pid file is set', () => {
    const found = settleFiles({ ...listed, binary: '/set/nginx' }, running(), { named: silent, isWhole: true, build }, null);

    assert.deepEqual(found.origins, { errorLog: 'logs', accessLog: 'logs', configFile: 'running', binary: 'set', pidFile: 'running' });
    assert.equal(found.masterPid, 7);
    assert.equal(settleFiles({ ...entry, pidFile: '/p' }, running(), nothing, null).masterPid, null);
    assert.equal(settleFiles(entry, running({ isThere: false }), nothing, null).masterPid, null);
  });
});

describe('testedFiles()', () => {
  it('are those of the nginx that runs, and none where they are not to be believed', () => {
    const strange = running({ isBelieved: false, program: null, configFile: null });

    assert.deepEqual(testedFiles(entry, running()), { binary: '/opt/x/nginx', configFile: '/opt/x/n.conf', prefix: null });
    assert.equal(testedFiles(entry, running({}, { title: 'nginx -p /opt/x' }))?.prefix, '/opt/x');
    assert.equal(testedFiles(entry, strange), null);
    assert.deepEqual(testedFiles({ ...entry, configFile: '/c' }, strange), { binary: defaultFiles.binary, configFile: '/c', prefix: null });
    assert.deepEqual(testedFiles(entry, null), { binary: defaultFiles.binary, configFile: defaultFiles.configFile, prefix: null });
  });
});
