/** Plugins: whether each runs, and why not; and their markets: whether each can be asked and believed. */

import type { DoctorCheck } from '../../api/contract.ts';
import { sameText } from '../../domain/text.ts';
import type { MarketState, Markets } from '../../plugins/market/markets.ts';
import type { PluginReport } from '../../plugins/open-plugins.ts';
import { type Examination, fine } from './doctor.ts';

/** A market whose owner has gone silent is told ahead of its end. */
const daysLeftMin = 7;

export function examinePlugins(reports: readonly PluginReport[]): Examination {
  return { id: 'plugins', timeoutMs: 1_000, examine: async () => reports.map(checkOf) };
}

/** None where no market is configured. */
export function examineMarkets(markets: Markets, nowMs: () => number): Examination {
  return {
    id: 'pluginMarkets',
    timeoutMs: 10_000,
    examine: async (signal) => (await markets.refresh({ withinMs: 8_000, signal })).map((state) => marketCheck(state, nowMs())),
  };
}

/** Plugins that are installed run on without their market; only what is revoked isn't known then. */
function marketCheck({ name, index, problem }: MarketState, nowMs: number): DoctorCheck {
  const id = `pluginMarket:${name}`;
  if (problem !== null) {
    const advice = {
      en: 'Until then nothing is known of newer and of revoked versions; look at `pluginMarkets` and at the web server',
      'zh-CN': '在此期间无法得知新版本和撤销信息；请检查 `pluginMarkets` 配置和市场所在的服务器',
    };
    return { id, level: problem.kind === 'refused' ? 'fail' : 'warn', text: problem.text, advice };
  }
  const { serial = 0, expires = '', plugins = [], unread = 0 } = index ?? {};
  const daysLeft = Math.floor((Date.parse(expires) - nowMs) / 86_400_000);
  const until = expires.slice(0, 10);
  if (daysLeft < daysLeftMin) {
    return {
      ...{ id, level: 'warn' },
      text: { en: `its index expires on ${until}`, 'zh-CN': `索引将于 ${until} 过期` },
      advice: {
        en: 'Its owner must sign it anew: `zhiban plugin index sign`',
        'zh-CN': '需由市场维护者重新签名：`zhiban plugin index sign`',
      },
    };
  }
  const [more, moreChinese] = unread === 0 ? ['', ''] : [`; ${unread} are for a later Zhiban`, `，另有 ${unread} 个需要更新的值班版本`];
  return fine(
    id,
    `serial ${serial}, ${plugins.length} versions${more}, good until ${until}`,
    `序号 ${serial}，共 ${plugins.length} 个版本${moreChinese}，有效期至 ${until}`,
  );
}

function checkOf({ name, version, state, reason, stops, isRevoked }: PluginReport): DoctorCheck {
  const id = `plugin:${name}`;
  if (state === 'up' && reason === null) {
    if (stops === 0) return fine(id, `${version ?? ''} is up`, `${version ?? ''} 运行正常`);
    return {
      ...{ id, level: 'warn', advice: null },
      text: {
        en: `is up, and was stopped ${stops} time(s); the audit log says why`,
        'zh-CN': `运行中，曾被停止 ${stops} 次，原因见审计日志`,
      },
    };
  }
  if (isRevoked) {
    const advice = {
      en: `It is not run. \`zhiban plugin update ${name}\` takes a newer version, \`zhiban plugin remove ${name}\` takes it out`,
      'zh-CN': `已停止加载。可运行 \`zhiban plugin update ${name}\` 更新，或 \`zhiban plugin remove ${name}\` 移除`,
    };
    return { id, level: 'fail', text: reason ?? sameText(state), advice };
  }
  const advice = {
    en: 'Mend it or set `enabled: false`, then start Zhiban again; `zhiban plugin test` shows what it does',
    'zh-CN': '请修复，或设置 `enabled: false`，然后重启值班；用 `zhiban plugin test` 可以复现',
  };
  return { id, level: state === 'stopped' || state === 'refused' ? 'fail' : 'warn', text: reason ?? sameText(state), advice };
}
