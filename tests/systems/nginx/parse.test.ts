import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAccessLog } from '../../../src/systems/nginx/parse/access-log.ts';
import { findAll, parseDirectives, parseDump, servedCertificates, settingOf } from '../../../src/systems/nginx/parse/config.ts';
import { readErrorLog } from '../../../src/systems/nginx/parse/error-log.ts';
import { parseStubStatus } from '../../../src/systems/nginx/parse/stub-status.ts';
import { parseNginxProcesses } from '../../../src/systems/nginx/processes.ts';

describe('parseStubStatus()', () => {
  it('reads the page of nginx and of Tengine, and nothing else', () => {
    const page = (head: string, numbers: string): string =>
      `Active connections: 291 \n${head}\n ${numbers} \nReading: 6 Writing: 179 Waiting: 106 \n`;
    const [plain, tengine] = [
      parseStubStatus(page('server accepts handled requests', '16630948 16630946 31070465')),
      parseStubStatus(page('server accepts handled requests request_time', '5 4 9 1234')),
    ];

    assert.deepEqual([plain?.active, plain?.accepts, plain?.handled, plain?.waiting], [291, 16_630_948, 16_630_946, 106]);
    assert.deepEqual([tengine?.handled, tengine?.requests, tengine?.writing], [4, 9, 179]);
    assert.equal(parseStubStatus('<html>Welcome to nginx!</html>'), null);
  });
});

describe('readErrorLog()', () => {
  it('counts since a moment of the machine’s own zone, and keeps no request', () => {
    const line = (clock: string): string =>
      `2026/11/28 ${clock} [error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: _, request: "GET /pay?token=secret HTTP/1.1", upstream: "http://10.0.0.5:8080/pay?token=secret", host: "x"`;
    const text = `cut line\n${line('07:59:59')}\n${line('08:00:01')}\n2026/11/28 08:00:02 [notice] 1#1: signal process started\n`;

    const log = readErrorLog(text, Date.UTC(2026, 10, 28, 0, 0, 0), 480);

    assert.deepEqual(
      [log.errors, log.counts.upstreamRefused, log.upstream, log.upstreamCount, log.upstreamPath],
      [1, 1, '10.0.0.5:8080', 1, '/pay'],
    );
    assert.ok(!JSON.stringify(log).includes('secret'));
  });
});

describe('errorSorts', () => {
  it('know a cycle of internal redirects', () => {
    const text =
      '2026/11/28 08:00:01 [error] 7#7: *3 rewrite or internal redirection cycle while internally redirecting to "/index.html", client: 10.0.0.9, server: _, request: "GET /cart HTTP/1.1", host: "x"\n';

    const { counts, samples } = readErrorLog(text, 0, 0);

    assert.equal(counts.redirectionCycle, 1);
    assert.match(samples.redirectionCycle ?? '', /"\/index\.html"/);
  });
});

describe('readAccessLog()', () => {
  const at = Date.UTC(2026, 10, 28, 0, 0, 0);
  const combined = (second: number, status: number, client = '10.0.0.1'): string =>
    `${client} - - [28/Nov/2026:08:00:${String(second).padStart(2, '0')} +0800] "GET /a?b=c HTTP/1.1" ${String(status)} 5 "-" "curl"`;

  it('reads the combined form: statuses, clients, bursts', () => {
    const lines = [combined(1, 200), combined(25, 502, '10.0.0.2'), combined(26, 499, '10.0.0.2'), combined(26, 502, '10.0.0.2')];

    const log = readAccessLog(lines.join('\n'), at);

    assert.deepEqual([log?.requests, log?.spanSeconds, log?.statuses.get(502), log?.topClient], [4, 25, 2, '10.0.0.2']);
    assert.deepEqual([log?.topPath, log?.worstPath, log?.busiestTen], ['/a', '/a', 3]);
  });

  it('reads JSON, leaves out what is older, and says when it can read nothing', () => {
    const json = `{"time_iso8601":"2026-11-28T08:00:05+08:00","status":"504","request_uri":"/x?y=1","remote_addr":"::1"}\n{"time":"2026-11-27T08:00:05+08:00","status":200}`;

    assert.deepEqual([...(readAccessLog(json, at)?.statuses ?? [])], [[504, 1]]);
    assert.equal(readAccessLog(json, at)?.worstPath, '/x');
    assert.equal(readAccessLog('a b c\nd e f\n', at), null);
    assert.equal(readAccessLog('', at)?.requests, 0);
  });
});

describe('parseDirectives()', () => {
  const text = `# configuration file /etc/nginx/nginx.conf:
events { worker_connections 1024; } # a comment; with { signs
http {
  log_format main '$remote_addr "$request" {x}';
  map $a $b { "~^/(?<x>.{2,3})$" 1; default ''; }
  ssl_certificate /shared.pem;
  server { listen 443 ssl; server_name a.com "b.com"; ssl_certificate /a.pem; location ~ "^/[0-9]{3}$" { proxy_pass http://$up/\${x}; } }
  server { listen 8443 ssl http2; server_name c.com; }
  server { listen 80; server_name d.com; ssl_certificate /unused.pem; }
}`;

  it('keeps quotes, comments, braces and variables apart', () => {
    const directives = parseDirectives(text);

    assert.equal(settingOf(directives, 'worker_connections'), '1024');
    assert.match(findAll(directives, 'proxy_pass')[0]?.args[0] ?? '', /^http:..\$up.\$\{x\}$/);
    assert.deepEqual(findAll(directives, 'log_format')[0]?.args, ['main', '$remote_addr "$request" {x}']);
    assert.equal(findAll(directives, 'server').length, 3);
  });

  it('servedCertificates() names those of TLS servers only, the shared one where a server has none', () => {
    assert.deepEqual(servedCertificates(parseDirectives(text)), [
      { path: '/a.pem', names: ['a.com', 'b.com'], listens: ['443'] },
      { path: '/shared.pem', names: ['c.com'], listens: ['8443'] },
    ]);
  });
});

describe('parseNginxProcesses()', () => {
  it('tells workers of today from old ones, and a pid file without a process', () => {
    const text = `proc 10 1000 S 9 1024 nginx: master process /usr/sbin/nginx
proc 11 5000 S 0 0 nginx: worker process
proc 12 9000 S 7 unlimited nginx: worker process
proc 13 2000 S 5 1024 nginx: worker process is shutting down
uptime 100.00 5.00
now 1700000000
`;

    const { isRunning, workers, shuttingDown, loadedMs } = parseNginxProcesses(text);

    assert.deepEqual([isRunning, workers.map(({ pid }) => pid), shuttingDown.map(({ pid }) => pid)], [true, [11, 12], [13]]);
    assert.deepEqual([workers[0]?.descriptors, workers[1]?.descriptorsMax, loadedMs], [null, null, 1_699_999_950_000]);
    assert.deepEqual([parseNginxProcesses('@@gone 7\n').isRunning, parseNginxProcesses('@@nopid\n').isRunning], [false, null]);
  });
});

describe('parseDump()', () => {
  const cases: Readonly<Record<string, { readonly text: string; readonly expected: readonly unknown[] }>> = {
    valid: {
      text: 'nginx: [warn] conflicting server name "a" on 0.0.0.0:80, ignored\nnginx: the configuration file /c syntax is ok\nnginx: configuration file /c test is successful\n# configuration file /c:\nevents { }\n',
      expected: [true, false, '', 1, ['/c']],
    },
    broken: {
      text: 'nginx: [emerg] unknown directive "x" in /c:3\nnginx: configuration file /c test failed\n',
      expected: [false, false, '[emerg] unknown directive "x" in /c:3', 0, []],
    },
    forbidden: {
      text: 'nginx: [emerg] open() "/var/log/nginx/error.log" failed (13: Permission denied)\nnginx: configuration file /c test failed\n',
      expected: [false, true, '[emerg] open() "/var/log/nginx/error.log" failed (13: Permission denied)', 0, []],
    },
  };
  for (const [name, { text, expected }] of Object.entries(cases)) {
    it(`tells a configuration that is ${name}`, () => {
      const { isValid, isForbidden, error, warnings, files } = parseDump(text);

      assert.deepEqual([isValid, isForbidden, error, warnings.length, files], expected);
    });
  }
});
