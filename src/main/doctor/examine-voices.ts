/** Voices and what goes out to people: whether it could be said, and what could not. Nothing is said while looking. */

import { ChatError } from '../../adapters/contract.ts';
import type { Voice } from '../../adapters/voice/contract.ts';
import type { DoctorCheck } from '../../api/contract.ts';
import { sameText } from '../../domain/text.ts';
import { type Examination, fine } from './doctor.ts';

/** Group robots and webhooks can't be asked without speaking: how their last message ended is told with the other parts. */
export function examineVoices(voices: Iterable<Voice>): readonly Examination[] {
  return [...voices].map((voice) => ({
    id: `voice:${voice.name}`,
    timeoutMs: 15_000,
    examine: async () => [await checkOf(voice)],
  }));
}

async function checkOf(voice: Voice): Promise<DoctorCheck> {
  const id = `voice:${voice.name}`;
  const names = voice.destinations.join(', ');
  try {
    const isKnown = await voice.check();
    if (isKnown) return fine(id, 'the server takes our mail', '邮件服务器可用');
    return fine(id, `${names}: set up; it is tried with the first message`, `${names}：已配置，发出第一条消息时验证`);
  } catch (error) {
    const text = sameText(error instanceof Error ? error.message : String(error));
    const isLogin = error instanceof ChatError && error.kind === 'auth';
    const advice = isLogin
      ? { en: 'Check user and password of adapters.email', 'zh-CN': '请检查 adapters.email 的 user 和 password' }
      : { en: 'Check host, port, TLS and the way there', 'zh-CN': '请检查主机、端口、TLS 和网络' };
    return { id, level: 'fail', text, advice };
  }
}

export interface GivenUp {
  /** Bodies of alerts that could not be put into their incident yet. */
  readonly alerts: number;
  /** Messages of alert sources that could not be read, by source. */
  readonly unread: Readonly<Record<string, number>>;
  readonly lines: number;
  readonly announcements: number;
}

export function examineGivenUp(read: () => Promise<GivenUp>): Examination {
  return {
    id: 'messages',
    timeoutMs: 5_000,
    async examine() {
      const { alerts, lines, announcements, unread } = await read();
      const held = [...(alerts === 0 ? [] : [heldAlerts(alerts)]), ...Object.entries(unread).map(unreadCheck)];
      const count = lines + announcements;
      if (count === 0) return [...held, fine('messages', 'none was given up', '没有发送失败的消息')];
      const advice = {
        en: 'See why with `zhiban deliveries`, mend it, then `zhiban deliveries replay --all`',
        'zh-CN': '用 `zhiban deliveries` 查看原因，排除后执行 `zhiban deliveries replay --all`',
      };
      return [...held, { id: 'messages', level: 'warn', text: { en: `${count} given up`, 'zh-CN': `${count} 条发送失败` }, advice }];
    },
  };
}

function unreadCheck([source, count]: readonly [string, number]): DoctorCheck {
  const name = source.slice(source.indexOf('/') + 1);
  return {
    id: `source:${name}`,
    level: 'warn',
    text: { en: `${count} messages could not be read; they are kept`, 'zh-CN': `${count} 条消息无法解析，已保留` },
    advice: {
      en: `See why with \`zhiban sources unread ${name}\`, mend the mapping, then \`zhiban sources retry ${name}\``,
      'zh-CN': `用 \`zhiban sources unread ${name}\` 查看原因，修正映射后执行 \`zhiban sources retry ${name}\``,
    },
  };
}

function heldAlerts(count: number): DoctorCheck {
  return {
    id: 'inbox',
    level: 'warn',
    text: {
      en: `Alerts of ${count} notifications could not be put into an incident; they are kept and tried again`,
      'zh-CN': `${count} 条通知中的告警尚未归入故障，已保留并会重试`,
    },
    advice: {
      en: 'The log says why: “could not be put into their incident”',
      'zh-CN': '原因见日志：“could not be put into their incident”',
    },
  };
}
