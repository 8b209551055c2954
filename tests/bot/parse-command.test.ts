import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Command, parseCommand } from '../../src/bot/parse-command.ts';

const commands: readonly [given: string, command: Command][] = [
  ['help', { name: 'help' }],
  ['', { name: 'help' }],
  ['@zhiban', { name: 'help' }],
  ['？', { name: 'help' }],
  ['帮助', { name: 'help' }],
  ['怎么用？', { name: 'help' }],
  ['/zhiban list', { name: 'incidents' }],
  ['Incidents', { name: 'incidents' }],
  ['有哪些故障？', { name: 'incidents' }],
  ['系统列表', { name: 'systems' }],
  ['who am i?', { name: 'whoami' }],
  ['我是谁？', { name: 'whoami' }],
  ['@zhiban who is on duty?', { name: 'on-duty', text: 'who is on duty?' }],
  ['who’s on call for payments tomorrow 3am?', { name: 'on-duty', text: 'who’s on call for payments tomorrow 3am?' }],
  ['on duty for payments tomorrow 3am?', { name: 'on-duty', text: 'on duty for payments tomorrow 3am?' }],
  ['@值班 谁在值班？', { name: 'on-duty', text: '谁在值班？' }],
  ['支付明天凌晨3点谁值班', { name: 'on-duty', text: '支付明天凌晨3点谁值班' }],
  ['why is the host of who is on duty slow', { name: 'ask', text: 'why is the host of who is on duty slow' }],
  ['I take Li’s shift tomorrow night', { name: 'take-shift', text: 'I take Li’s shift tomorrow night' }],
  ['I’ll cover the shift on Friday', { name: 'take-shift', text: 'I’ll cover the shift on Friday' }],
  ['Sam takes my shift tomorrow', { name: 'take-shift', text: 'Sam takes my shift tomorrow' }],
  ['我替李华值明天晚上的班', { name: 'take-shift', text: '我替李华值明天晚上的班' }],
  ['明天晚上我值班', { name: 'take-shift', text: '明天晚上我值班' }],
  ['Sam 周五帮我值班', { name: 'take-shift', text: 'Sam 周五帮我值班' }],
  ['I take the shift tonight?', { name: 'ask', text: 'I take the shift tonight?' }],
  ['confirm 7f3k', { name: 'confirm', code: '7f3k' }],
  ['确认 7F3K。', { name: 'confirm', code: '7F3K' }],
  ['confirm the alert', { name: 'ask', text: 'confirm the alert' }],
  ['收到', { name: 'acknowledge', target: '' }],
  ['stop all', { name: 'stop-all' }],
  ['STOP-ALL!', { name: 'stop-all' }],
  ['全部停止', { name: 'stop-all' }],
  ['show zb-12', { name: 'show', target: 'zb-12' }],
  ['查看 #ZB-12', { name: 'show', target: '#ZB-12' }],
  ['查看ZB-12', { name: 'show', target: 'ZB-12' }],
  ['状态：ZB-12', { name: 'show', target: 'ZB-12' }],
  ['approve', { name: 'approve', target: '' }],
  ['  Approve   ZB-7  ', { name: 'approve', target: 'ZB-7' }],
  ['approve: plan_01m7abc', { name: 'approve', target: 'plan_01m7abc' }],
  ['批准', { name: 'approve', target: '' }],
  ['批准。', { name: 'approve', target: '' }],
  ['同意！', { name: 'approve', target: '' }],
  ['批准\u3000ZB-7', { name: 'approve', target: 'ZB-7' }],
  ['@值班，批准 ZB-7', { name: 'approve', target: 'ZB-7' }],
  ['\u200b批准', { name: 'approve', target: '' }],
  ['reject', { name: 'reject', target: '', reason: '' }],
  ['reject peak time', { name: 'reject', target: '', reason: 'peak time' }],
  ['reject ZB-3: peak time', { name: 'reject', target: 'ZB-3', reason: 'peak time' }],
  ['驳回，高峰期不重启', { name: 'reject', target: '', reason: '高峰期不重启' }],
  ['驳回 ZB-3 高峰期\n不重启', { name: 'reject', target: 'ZB-3', reason: '高峰期\n不重启' }],
  ['stop', { name: 'stop', target: '' }],
  ['停！', { name: 'stop', target: '' }],
  ['停止 ZB-3', { name: 'stop', target: 'ZB-3' }],
  ['roll back', { name: 'undo', target: '' }],
  ['回滚ZB-3', { name: 'undo', target: 'ZB-3' }],
  ['ack', { name: 'acknowledge', target: '' }],
  ['我来处理', { name: 'acknowledge', target: '' }],
  ['没用', { name: 'mark', target: '', mark: 'useless' }],
  ['not useful ZB-12', { name: 'mark', target: 'ZB-12', mark: 'useless' }],
  ['有用 ZB-12', { name: 'mark', target: 'ZB-12', mark: 'useful' }],
  ['撤销评价 ZB-12', { name: 'mark', target: 'ZB-12', mark: null }],
  ['没用吗？', { name: 'ask', text: '没用吗？' }],
  ['open a room', { name: 'room', target: '' }],
  ['war room ZB-12', { name: 'room', target: 'ZB-12' }],
  ['建作战群', { name: 'room', target: '' }],
  ['拉群 ZB-12', { name: 'room', target: 'ZB-12' }],
  ['room for improvement', { name: 'ask', text: 'room for improvement' }],
  ['run on orders-cache: CONFIG SET maxmemory 2gb', { name: 'run', systemId: 'orders-cache', text: 'CONFIG SET maxmemory 2gb' }],
  ['在 orders-cache 上执行：`INFO memory`', { name: 'run', systemId: 'orders-cache', text: 'INFO memory' }],
  ['run on db: GET "a  b"\nDEL c', { name: 'run', systemId: 'db', text: 'GET "a  b"\nDEL c' }],
  ['run on empty: ', { name: 'ask', text: 'run on empty:' }],
  ['mirror here ZB-12', { name: 'mirror', target: 'ZB-12' }],
  ['mirror zb-12', { name: 'mirror', target: 'zb-12' }],
  ['同步到这里 ZB-12', { name: 'mirror', target: 'ZB-12' }],
  ['把 ZB-12 同步到本群。', { name: 'mirror', target: 'ZB-12' }],
  ['mirror here ZB-12?', { name: 'ask', text: 'mirror here ZB-12?' }],
  ['同步延迟是多少', { name: 'ask', text: '同步延迟是多少' }],
  ['resolve', { name: 'resolve', target: '', note: '' }],
  ['resolved.', { name: 'resolve', target: '', note: '' }],
  ['close ZB-4', { name: 'resolve', target: 'ZB-4', note: '' }],
  ['resolve ZB-4 restarted by hand', { name: 'resolve', target: 'ZB-4', note: 'restarted by hand' }],
  ['resolved: restarted by hand', { name: 'resolve', target: '', note: 'restarted by hand' }],
  ['已恢复，手工重启', { name: 'resolve', target: '', note: '手工重启' }],
  ['fact: deployed at nine', { name: 'fact', text: 'deployed at nine' }],
  ['事实：九点发过版', { name: 'fact', text: '九点发过版' }],
  ['补充 : 九点发过版', { name: 'fact', text: '九点发过版' }],
  ['fact: is it the disk?', { name: 'fact', text: 'is it the disk?' }],
  ['rule out the disk', { name: 'rule-out', text: 'the disk' }],
  ['rule-out: disk', { name: 'rule-out', text: 'disk' }],
  ['not: the disk', { name: 'rule-out', text: 'the disk' }],
  ['不是：磁盘', { name: 'rule-out', text: '磁盘' }],
  ['排除磁盘', { name: 'rule-out', text: '磁盘' }],
  ['排除 磁盘', { name: 'rule-out', text: '磁盘' }],
  ['look again', { name: 'investigate-again' }],
  ['重新排查！', { name: 'investigate-again' }],
  ['what changed?', { name: 'what-changed' }],
  ['What’s changed recently?', { name: 'what-changed' }],
  ['最近有什么变化？', { name: 'what-changed' }],
  ['继续', { name: 'resume' }],
  ['go on', { name: 'resume' }],
];

for (const [given, command] of commands) {
  test(`parseCommand() understands ${JSON.stringify(given)}`, () => assert.deepEqual(parseCommand(given), command));
}

const questions: readonly string[] = [
  'why is this machine slow?',
  'not sure what is slow',
  'not now',
  'not the first time this happens',
  '不是我们的问题吧',
  '不是说好了不发版吗',
  'it is not working',
  'stop worrying?',
  'approve of this?',
  'approve?',
  '批准？',
  '可以批准吗',
  'approved by whom?',
  'did anybody approve ZB-3',
  'approve ZB-3 and ZB-4',
  'reject?',
  'rejected connections are growing',
  'close to the limit',
  'close call',
  'closed connections pile up',
  'resolve the host name of the cache',
  '关闭连接数过多',
  '已恢复了吗？',
  '停机了',
  '停止服务的命令是什么',
  'undo the last deploy of orders',
  'help me find out why orders is slow',
  'status of the cache',
  'again and again the same alert',
  '继续观察就好',
  'facts are missing',
  '排除法怎么用？',
  'ack! the disk is full',
  'what changed in the kernel',
  'systems are down',
  'stop all of this noise, please',
];

for (const given of questions) {
  test(`parseCommand() takes ${JSON.stringify(given)} as a question`, () => {
    assert.deepEqual(parseCommand(given), { name: 'ask', text: given });
  });
}

test('parseCommand() keeps the words of a question as they were said', () => {
  assert.deepEqual(parseCommand('@zhiban: why?\n  top -b\n    PID  CPU'), { name: 'ask', text: 'why?\n  top -b\n    PID  CPU' });
});

test('parseCommand() never throws and is quick, whatever comes', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .tuple(fc.constantFrom('reject', 'approve', 'resolve', '排除', 'what'), fc.constantFrom(' ', '!', '：', '\t', '—'), fc.nat(20_000))
      .map(([word, fill, count]) => `${word}${fill.repeat(count)}x`),
  );

  fc.assert(
    fc.property(hostile, (given) => {
      assert.ok(parseCommand(given).name !== 'stop-all' || /all|全部|停止/i.test(given));
    }),
    { numRuns: 300 },
  );
});

test('parseCommand() changes nothing on a question, whichever command it begins with', () => {
  const beginnings = [
    'approve',
    'reject',
    'stop',
    'undo',
    'ack',
    'resolve',
    'stop all',
    'rule out it',
    '批准',
    '驳回',
    '停止',
    '撤销',
    '接手',
    '已恢复',
    '排除它',
  ];

  for (const beginning of beginnings)
    for (const mark of ['?', '？', ' ?', '??']) assert.equal(parseCommand(`${beginning}${mark}`).name, 'ask', `${beginning}${mark}`);
});

for (const text of [
  'show me the memory of the cache',
  '查看内存',
  'list all keys of the cache',
  'which consumer group lags most?',
  '哪个消费组积压最多',
  'orders-db 有哪些慢查询',
]) {
  test(`parseCommand() takes "${text}" as a look`, () => assert.deepEqual(parseCommand(`@zhiban ${text}`), { name: 'look', text }));
}

for (const text of ['show me why orders-db is slow', '看看 orders-db 为什么慢', 'is the cache full?']) {
  test(`parseCommand() takes "${text}" as a question about a cause`, () => assert.equal(parseCommand(text).name, 'ask'));
}
