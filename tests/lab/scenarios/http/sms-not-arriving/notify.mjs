import { id, logTo, past, pause, pick, port, serve } from './kit.mjs';

const out = logTo('notify-service.log');
const stamp = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().replace('T', ' ').replace('Z', '');
const line = (level, thread, logger, text, at = new Date()) => out(`${stamp(at)} [${thread}] ${level.padEnd(5)} ${logger} - ${text}`);
const phone = () => `13${pick(['8', '9', '6'])}****${String(Math.floor(Math.random() * 9000) + 1000)}`;
past(900, 5, (at) =>
  line('INFO', 'http-nio-8080-exec-3', 'c.s.notify.SmsSender', `短信发送成功 模板=SMS_LOGIN_CODE 手机号=${phone()} bizId=${id()}`, at),
);
async function send(template, thread) {
  const number = phone();
  const answer = await fetch(`http://127.0.0.1:${port(2)}/sms/send`, { method: 'POST', body: JSON.stringify({ template, number }) });
  const got = await answer.json();
  if (got.code === 'OK') {
    line('INFO', thread, 'c.s.notify.SmsSender', `短信发送成功 模板=${template} 手机号=${number} bizId=${got.bizId}`);
    return true;
  }
  line(
    'ERROR',
    thread,
    'c.s.notify.SmsSender',
    `短信发送失败 模板=${template} 手机号=${number} httpStatus=${answer.status} code=${got.code} message=${got.message} requestId=${id()}`,
  );
  return false;
}
serve(port(1), async (request, say) => {
  if (request.url === '/actuator/health') return say(200, { status: 'UP' });
  if (request.url === '/batch') {
    say(202, { accepted: true });
    line('INFO', 'batch-1', 'c.s.notify.CampaignJob', '开始执行营销群发任务 campaign=双12预热 人数=86000 每秒=20');
    for (let sent = 0; ; sent += 1) {
      if (sent % 200 === 0) line('INFO', 'batch-1', 'c.s.notify.CampaignJob', `营销群发进度 campaign=双12预热 已提交=${sent}`);
      await send('SMS_PROMO_1212', `batch-${1 + (sent % 4)}`).catch(() => undefined);
      await pause(60);
    }
  }
  const thread = `http-nio-8080-exec-${1 + Math.floor(Math.random() * 8)}`;
  if (await send('SMS_LOGIN_CODE', thread)) return say(200, { sent: true });
  line('WARN', thread, 'c.s.notify.LoginCodeController', '验证码下发失败,返回 500 给客户端');
  say(500, { error: 'send failed' });
});
