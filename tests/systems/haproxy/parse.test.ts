import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseInfo, parseServersState, parseStat, parseTables } from '../../../src/systems/haproxy/parse.ts';

describe('parseStat()', () => {
  it('reads rows by the names of their columns, quotes and all, and refuses what is not HAProxy’s', () => {
    const csv = `# pxname,svname,scur,slim,status,last_chk,type,
app,s1,3,,UP 1/3,"said ""no"", twice",2,
app,BACKEND,3,200,UP,,1,
odd,row,1,1,UP,,9,
`;

    const rows = parseStat(csv) ?? [];

    assert.deepEqual(
      rows.map((row) => [row.type, row.proxy, row.name, row.status, row.number('scur'), row.number('slim'), row.text('last_chk')]),
      [
        ['server', 'app', 's1', 'UP 1/3', 3, null, 'said "no", twice'],
        ['backend', 'app', 'BACKEND', 'UP', 3, 200, ''],
      ],
    );
    assert.equal(rows[0]?.number('nothing'), null);
    assert.equal(parseStat('<html>'), null);
  });
});

describe('parseServersState()', () => {
  it('tells drain from maintenance, and checks that are off from none', () => {
    const text = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state
3 app 1 s1 127.0.0.1 2 8 7 7 3 8 2 0 6
3 app 2 s2 127.0.0.1 0 1 0 10 3 8 2 0 2
3 app 3 s3 127.0.0.1 2 0 1 1 3 1 0 0 0
`;

    assert.deepEqual(
      parseServersState(text).map(({ server, admin, weight, areChecksOn }) => [server, admin, weight, areChecksOn]),
      [
        ['s1', 'drain', 7, true],
        ['s2', 'maint', 0, false],
        ['s3', 'ready', 1, null],
      ],
    );
    assert.deepEqual(parseServersState("Can't find backend.\n"), []);
  });
});

describe('parseInfo() and parseTables()', () => {
  it('read lines and heads', () => {
    const info = parseInfo('Name: HAProxy\nMaxconn: 50\nUnstoppable Jobs: 2\nUptime: 0d 0h00m02s\n');
    const tables = parseTables('# table: users, type: string, size:5, used:4\n0x1: key=a use=0\n# table: t, type: ip, size:10, used:0\n');

    assert.deepEqual([info.get('Maxconn'), info.get('Unstoppable Jobs'), info.get('Uptime')], ['50', '2', '0d 0h00m02s']);
    assert.deepEqual(
      tables.map(({ name, size, used }) => [name, size, used]),
      [
        ['users', 5, 4],
        ['t', 10, 0],
      ],
    );
  });
});
