import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDump } from '../../../../src/systems/nginx/parse/config.ts';
import { namedFiles } from '../../../../src/systems/nginx/parse/named-files.ts';

function named(main: string, globals = '') {
  const dump = parseDump(`nginx: configuration file /etc/n.conf test is successful\n# configuration file /etc/n.conf:\n${main}`);
  return namedFiles(dump, globals, '/opt/x');
}

describe('namedFiles()', () => {
  it('puts the logs for all before those of servers, in files that are included too', () => {
    const { errorLogs, accessLogs, pidFile } = named(
      `pid logs/n.pid;
http { include conf.d/*.conf; access_log /l/all.log main; error_log /l/http.log; }
stream { access_log /l/stream.log; }
error_log "logs/main.log" warn;
# configuration file /etc/conf.d/a.conf:
server { access_log /l/shop.log; error_log /l/shop-error.log; location / { access_log /l/deep.log; } location /s { access_log off; } }
`,
    );

    assert.deepEqual(errorLogs, { paths: ['/opt/x/logs/main.log', '/l/http.log', '/l/shop-error.log'], isDecided: true });
    assert.deepEqual(accessLogs, { paths: ['/l/all.log', '/l/shop.log', '/l/deep.log'], isDecided: true });
    assert.equal(pidFile, '/opt/x/logs/n.pid');
  });

  it('skips what is no file, and says whether the log for all is decided', () => {
    const { errorLogs, accessLogs, pidFile } = named(
      'error_log syslog:server=10.0.0.1;\nerror_log memory:32m debug;\nerror_log /l/e.log;\nhttp { server { location /s { access_log off; } } }',
    );

    assert.deepEqual(errorLogs, { paths: ['/l/e.log'], isDecided: true });
    assert.deepEqual([accessLogs, pidFile], [{ paths: [], isDecided: false }, null]);
  });

  it('takes directives of the command line', () => {
    const { errorLogs, pidFile } = named('http { }', 'pid /run/x.pid; error_log /l/g.log;');

    assert.deepEqual([errorLogs.paths, pidFile], [['/l/g.log'], '/run/x.pid']);
  });
});
