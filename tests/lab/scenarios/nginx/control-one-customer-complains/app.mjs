import { id, logTo, past, pause, pick, port, serve } from './kit.mjs';

const out = logTo('member-service.log');
const stamp = (at) => at.toISOString().slice(0, 23).replace('T', ' ');
const line = (level, logger, text, at = new Date()) =>
  out(`${stamp(at)}  ${level.padStart(5)} 1 --- [nio-8080-exec-${1 + Math.floor(Math.random() * 9)}] ${logger.padEnd(40)} : ${text}`);
const one = (at = new Date()) =>
  line(
    'INFO',
    'c.m.member.web.ErrorCountFilter',
    `GET /members/me 完成 status=200 cost=${7 + Math.round(Math.random() * 9)}ms errors=0 exception=null`,
    at,
  );
const more = (at = new Date()) =>
  line(
    ...pick([
      ['INFO', 'c.m.member.job.FailedOrderRetryJob', '失败订单重试任务执行完成: 待重试=0 成功=0 失败=0'],
      ['INFO', 'c.m.member.alarm.CriticalAlarmSwitch', 'critical alarm switch is on, fatal threshold=50, current=0'],
      ['WARN', 'o.s.w.s.PageNotFound', 'No mapping for GET /favicon.ico'],
    ]),
    at,
  );
past(1800, 4, one);
past(1800, 60, more);
setInterval(more, 9000);
serve(port(2), async (request, say) => {
  if (request.url === '/actuator/health') return say(200, { status: 'UP' });
  if (request.url === '/favicon.ico') return say(404, {});
  await pause(8);
  one();
  say(200, { id: id() });
});
