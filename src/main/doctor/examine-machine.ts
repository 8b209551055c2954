/** The machine below: Node, the data directory, the room on its disk, the port. */

import { access, constants, mkdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { DoctorCheck } from '../../api/contract.ts';
import { type Examination, fine } from './doctor.ts';

const nodeMajorMin = 24;
const freeBytesFail = 200 * 1_048_576;
const freeBytesWarn = 2 * 1_073_741_824;

export function examineNode(version: string): Examination {
  return {
    id: 'node',
    timeoutMs: 1_000,
    async examine() {
      if (Number(version.split('.')[0]) >= nodeMajorMin) return [fine('node', `Node ${version}`, `Node ${version}`)];
      const text = { en: `Node ${version} is too old`, 'zh-CN': `Node ${version} 版本过旧` };
      const advice = {
        en: `Use Node ${nodeMajorMin} or later; npm scripts bring it along`,
        'zh-CN': `请使用 Node ${nodeMajorMin} 或更高版本；npm 脚本会自带`,
      };
      return [{ id: 'node', level: 'fail', text, advice }];
    },
  };
}

/** Makes the directory when it isn't there, as the start would. */
export function examineHome(home: string): Examination {
  return {
    id: 'data-directory',
    timeoutMs: 5_000,
    async examine() {
      await mkdir(home, { recursive: true, mode: 0o700 });
      await access(home, constants.R_OK | constants.W_OK);
      const { mode } = await stat(home);
      const isOpen = process.platform !== 'win32' && (mode & 0o007) !== 0;
      return [isOpen ? openDirectory(home) : fine('data-directory', `${home} can be written to`, `${home} 可写`), await room(home)];
    },
  };
}

function openDirectory(home: string): DoctorCheck {
  const text = { en: `every account on this machine can look into ${home}`, 'zh-CN': `本机任何账号都能查看 ${home}` };
  return { id: 'data-directory', level: 'warn', text, advice: { en: `chmod 700 ${home}`, 'zh-CN': `请执行 chmod 700 ${home}` } };
}

async function room(home: string): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const shown = `${(free / 1_073_741_824).toFixed(1)} GiB`;
  if (free >= freeBytesWarn) return fine('disk-space', `${shown} free`, `剩余 ${shown}`);
  const advice = { en: `Make room on the disk of ${home}`, 'zh-CN': `请清理 ${home} 所在磁盘` };
  return {
    id: 'disk-space',
    level: free < freeBytesFail ? 'fail' : 'warn',
    text: { en: `only ${shown} free`, 'zh-CN': `仅剩 ${shown}` },
    advice,
  };
}

/** For a Zhiban that isn't running: whether it could listen. */
export function examinePort(host: string, port: number): Examination {
  return {
    id: 'port',
    timeoutMs: 3_000,
    async examine() {
      const code = await tryListen(host, port);
      if (code === null) return [fine('port', `${port} is free`, `端口 ${port} 空闲`)];
      const isTaken = code === 'EADDRINUSE';
      const text = isTaken
        ? { en: `${port} is taken by another program`, 'zh-CN': `端口 ${port} 已被其他程序占用` }
        : { en: `cannot listen on ${host}:${port} (${code})`, 'zh-CN': `无法监听 ${host}:${port}（${code}）` };
      return [
        { id: 'port', level: 'fail', text, advice: { en: 'Choose another one with ZHIBAN_PORT', 'zh-CN': '请用 ZHIBAN_PORT 换一个端口' } },
      ];
    },
  };
}

/** The error's code, or null when it worked. */
function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
