import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandWords, logPath, parseBuild, pathIn } from '../../../../src/systems/nginx/parse/command-line.ts';

describe('commandWords()', () => {
  const cases: Readonly<Record<string, { readonly title: string; readonly expected: readonly unknown[] }>> = {
    'of Debian’s unit': {
      title: 'nginx: master process /usr/sbin/nginx -g daemon on; master_process on;',
      expected: ['/usr/sbin/nginx', null, null, null, 'daemon on; master_process on;'],
    },
    'with all of them': {
      title: 'nginx: master process /opt/x/sbin/nginx -e /var/x/e.log -p /opt/x -c conf/nginx.conf -g pid /run/x.pid; daemon off;',
      expected: ['/opt/x/sbin/nginx', 'conf/nginx.conf', '/opt/x', '/var/x/e.log', 'pid /run/x.pid; daemon off;'],
    },
    'without blanks, and with one in a path': {
      title: 'nginx: master process nginx -p/opt/my x -c/etc/x.conf',
      expected: [null, '/etc/x.conf', '/opt/my x', null, ''],
    },
    bare: { title: 'nginx: master process', expected: [null, null, null, null, ''] },
  };
  for (const [name, { title, expected }] of Object.entries(cases)) {
    it(`reads a command line ${name}`, () => {
      const { binary, configFile, prefix, errorLog, globals } = commandWords(title);

      assert.deepEqual([binary, configFile, prefix, errorLog, globals], expected);
    });
  }
});

describe('parseBuild()', () => {
  it('reads what was chosen, and takes nginx’ own choice below the prefix else', () => {
    const [debian, openresty] = [
      parseBuild(
        "nginx version: nginx/1.22.1\nconfigure arguments: --with-cc-opt='-g -O2' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf --http-log-path=/var/log/nginx/access.log --error-log-path=stderr --pid-path=/run/nginx.pid --with-debug\n",
      ),
      parseBuild(
        "nginx version: openresty/1.25.3\nconfigure arguments: --prefix=/usr/local/openresty/nginx --with-ld-opt='-Wl,-rpath,/usr/local/lib'\n",
      ),
    ];

    assert.deepEqual(debian, {
      prefix: '/usr/share/nginx',
      configFile: '/etc/nginx/nginx.conf',
      errorLog: null,
      accessLog: '/var/log/nginx/access.log',
      pidFile: '/run/nginx.pid',
    });
    const root = '/usr/local/openresty/nginx';
    assert.deepEqual(openresty, {
      prefix: root,
      configFile: `${root}/conf/nginx.conf`,
      errorLog: `${root}/logs/error.log`,
      accessLog: `${root}/logs/access.log`,
      pidFile: `${root}/logs/nginx.pid`,
    });
    assert.equal(parseBuild('Python 3.11.2\n'), null);
  });
});

describe('pathIn()', () => {
  it('is an absolute path that commands take, or none', () => {
    assert.deepEqual(
      [pathIn('logs/a.log', '/opt/x/'), pathIn('../a', '/opt/x'), pathIn('a', null), pathIn('', '/opt'), pathIn('/a\nb', null)],
      ['/opt/x/logs/a.log', '/opt/a', null, null, null],
    );
  });
});

describe('logPath()', () => {
  it('leaves out what is no file', () => {
    const written = [
      'off',
      'stderr',
      'syslog:server=10.0.0.1',
      'memory:32m',
      '/var/log/$host.log',
      '/dev/stdout',
      'pipe:rotate',
      'logs/e.log',
    ];

    assert.deepEqual(
      written.map((path) => logPath(path, '/opt/x')).filter((path) => path !== null),
      ['/opt/x/logs/e.log'],
    );
  });
});
