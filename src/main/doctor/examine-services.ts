/** What runs beside Zhiban: the database, Temporal, language models. Asked from outside, with the settings that the start would use. */

import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { DoctorCheck } from '../../api/contract.ts';
import type { Config, LlmProfile } from '../../config/schema.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { sameText } from '../../domain/text.ts';
import { type Examination, fine } from './doctor.ts';

/** Version 15 brought what the schema uses. */
const postgresMajorMin = 15;

/** The URL is read within, since it may be a secret that isn't there. */
export function examineDatabase(readUrl: () => string | null, home: string): Examination {
  return {
    id: 'database',
    timeoutMs: 8_000,
    async examine() {
      const databaseUrl = readUrl();
      if (databaseUrl === null) {
        const place = join(home, 'db');
        return [
          existsSync(place)
            ? fine('database', `embedded, in ${place}`, `内置，位于 ${place}`)
            : fine('database', 'embedded, made at the first start', '内置，首次启动时创建'),
        ];
      }
      return [await askPostgres(databaseUrl)];
    },
  };
}

async function askPostgres(url: string): Promise<DoctorCheck> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 3_000,
    application_name: 'zhiban-doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int / 10000 as version");
    const major = rows[0]?.version ?? 0;
    if (major >= postgresMajorMin) return fine('database', `PostgreSQL ${major}`, `PostgreSQL ${major}`);
    const advice = { en: `Use PostgreSQL ${postgresMajorMin} or later`, 'zh-CN': `请使用 PostgreSQL ${postgresMajorMin} 或更高版本` };
    return {
      id: 'database',
      level: 'fail',
      text: { en: `PostgreSQL ${major} is too old`, 'zh-CN': `PostgreSQL ${major} 版本过旧` },
      advice,
    };
  } catch (error) {
    const reason = maskSecrets(error instanceof Error ? error.message || String(Reflect.get(error, 'code')) : String(error));
    const advice = { en: 'Check DATABASE_URL or database.url', 'zh-CN': '请检查 DATABASE_URL 或 database.url' };
    return { id: 'database', level: 'fail', text: { en: `cannot be used: ${reason}`, 'zh-CN': `不可用：${reason}` }, advice };
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function examineTemporal(address: string | null): Examination {
  return {
    id: 'temporal',
    timeoutMs: 6_000,
    async examine(signal) {
      if (address === null) return [fine('temporal', 'embedded, started by zhiban start', '内置，由 zhiban start 启动')];
      const problem = await tryConnect(address, signal);
      if (problem === null) return [fine('temporal', `${address} accepts connections`, `${address} 可连接`)];
      const advice = { en: 'Check TEMPORAL_ADDRESS or temporal.address', 'zh-CN': '请检查 TEMPORAL_ADDRESS 或 temporal.address' };
      return [{ id: 'temporal', level: 'fail', text: { en: `${address}: ${problem}`, 'zh-CN': `${address}：${problem}` }, advice }];
    },
  };
}

function tryConnect(address: string, signal: AbortSignal): Promise<string | null> {
  const [, host = '', port = '7233'] = /^(.*?)(?::(\d+))?$/.exec(address) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port: Number(port), signal });
    socket.setTimeout(5_000, () => finish('no answer within 5 s'));
    socket.once('connect', () => finish(null));
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    function finish(problem: string | null): void {
      socket.destroy();
      resolve(problem);
    }
  });
}

/** One look at each profile's list of models: proves the address, TLS and the key, and costs no tokens. */
export function examineModels(llm: Config['llm'], resolveSecret: ResolveSecret): readonly Examination[] {
  if (llm.profiles.length === 0) {
    const none = fine('llm', 'none configured; the offline analyst does the work', '未配置大模型，使用离线分析');
    return [{ id: 'llm', timeoutMs: 1_000, examine: async () => [none] }];
  }
  return llm.profiles.map((profile) => ({
    id: `llm:${profile.name}`,
    timeoutMs: 8_000,
    examine: async (signal) => [await askModel(profile, resolveSecret, signal)],
  }));
}

async function askModel(profile: LlmProfile, resolveSecret: ResolveSecret, signal: AbortSignal): Promise<DoctorCheck> {
  const id = `llm:${profile.name}`;
  const key = profile.apiKey === undefined ? null : resolveSecret(profile.apiKey);
  const url = `${profile.baseUrl.replace(/\/+$/, '')}/models`;
  try {
    const response = await fetch(url, { signal, redirect: 'error', headers: key === null ? {} : { authorization: `Bearer ${key}` } });
    await response.body?.cancel();
    if (response.ok) return fine(id, `${profile.model} at ${profile.baseUrl}`, `${profile.model}（${profile.baseUrl}）`);
    if (response.status === 401 || response.status === 403) {
      const advice = { en: 'Check apiKey of the profile', 'zh-CN': '请检查该配置的 apiKey' };
      return {
        id,
        level: 'fail',
        text: { en: `the key is refused (${response.status})`, 'zh-CN': `密钥被拒绝（${response.status}）` },
        advice,
      };
    }
    // Not every endpoint lists its models; an answer is proof enough of the address.
    return {
      id,
      level: 'warn',
      text: { en: `answers ${response.status} to GET /models`, 'zh-CN': `GET /models 返回 ${response.status}` },
      advice: null,
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { id, level: 'fail', text: sameText(maskSecrets(cause instanceof Error ? cause.message : String(cause))), advice: null };
  }
}
