/** Turns a reference into the secret. Errors name the reference and never the content. */

import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { ZhibanError } from '../domain/errors.ts';
import type { ResolveSecret } from '../domain/secret.ts';
import type { LocalText } from '../domain/text.ts';
import type { Variables } from './environment.ts';

const secretBytesMax = 65_536;

export interface SecretOptions {
  readonly variables: Variables;
  /** Relative files are looked up from here: the folder of the configuration file. */
  readonly baseDirectory: string;
}

/** The returned function throws ZhibanError `invalid` when the variable is unset or empty, or the file can't be read, is empty or above 64 KiB. */
export function createResolveSecret(options: SecretOptions): ResolveSecret {
  return (ref) => ('env' in ref ? fromVariable(ref.env, options.variables) : fromFile(ref.file, options.baseDirectory));
}

/** True when others than the owner may read the file; null when the file isn't there or the platform has no such rights. */
export function isSecretFileOpen(path: string): boolean | null {
  if (process.platform === 'win32') return null;
  const found = statSync(path, { throwIfNoEntry: false });
  // Group-readable is how container platforms mount secrets, so only the rights of all others count.
  return found === undefined ? null : (found.mode & 0o007) !== 0;
}

export function secretPath(file: string, baseDirectory: string): string {
  return isAbsolute(file) ? file : resolve(baseDirectory, file);
}

function fromVariable(name: string, variables: Variables): string {
  const value = variables[name];
  if (value !== undefined && value !== '') return value;
  const where = { en: `env ${name}`, 'zh-CN': `环境变量 ${name}` };
  throw value === '' ? unreadable(where, 'the variable is empty', '变量为空') : unreadable(where, 'the variable is not set', '变量未设置');
}

function fromFile(file: string, baseDirectory: string): string {
  const path = secretPath(file, baseDirectory);
  const where = { en: `file ${file}`, 'zh-CN': `文件 ${file}` };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw unreadable(where, 'no such file', '文件不存在');
  if (!found.isFile()) throw unreadable(where, 'not a file', '不是文件');
  if (found.size > secretBytesMax) throw unreadable(where, 'larger than 64 KiB', '超过 64 KiB');
  const value = read(path, where).replace(/\r?\n$/, '');
  if (value === '') throw unreadable(where, 'the file is empty', '文件为空');
  return value;
}

function read(path: string, where: LocalText): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw unreadable(where, code, code, cause);
  }
}

/** Both languages go along in the details, for whoever shows it. */
function unreadable(where: LocalText, reason: string, reasonChinese: string, cause?: unknown): ZhibanError {
  const text = { en: `Cannot read the secret from ${where.en}: ${reason}`, 'zh-CN': `读不到密钥（${where['zh-CN']}）：${reasonChinese}` };
  return new ZhibanError('invalid', text.en, { details: { text }, cause });
}
