/** The nginx masters of a machine, and which of them answers at an address. */

import { isIP } from 'node:net';
import { hostText } from '../../linux/probes/socket-table.ts';
import { type CommandWords, commandWords } from './command-line.ts';

export interface NginxMaster {
  readonly pid: number;
  readonly startTicks: number;
  readonly words: CommandWords;
  /** Null where this account may not see it. */
  readonly program: string | null;
  /** The folder that it was started in, where it matters. */
  readonly folder: string | null;
  /** Its files are not those of the machine. */
  readonly isContained: boolean;
  /** It is root's or our own and its program is called as nginx is: nobody else can have made up its command line. */
  readonly isGenuine: boolean;
  readonly openFiles: readonly string[];
  readonly listens: readonly Listen[];
  readonly areSocketsSeen: boolean;
}

interface Listen {
  readonly inode: string;
  readonly host: string;
  readonly port: number;
}

/** OpenResty and Tengine call theirs nginx too, unless they are packaged. */
const programNames = /^(?:nginx|openresty|tengine)[\w.-]*$/;

export function parseMasters(text: string): readonly NginxMaster[] {
  const ownUser = /^@@own (\d+)$/m.exec(text)?.[1] ?? '';
  const listeners = new Map(
    [...text.matchAll(/^listen ([0-9A-F]+):([0-9A-F]+) (\d+)$/gm)].map(([, host = '', port = '', inode = '']) => [
      inode,
      { inode, host: hostText(host), port: Number.parseInt(port, 16) },
    ]),
  );
  return text.split(/^@@master /m).flatMap((part) => {
    const head = /^(\d+) (\d+)\ncommand (nginx: master process.*)$/m.exec(part);
    return head === null ? [] : [masterOf(head, part, ownUser, listeners)];
  });
}

function masterOf(
  [, pid, ticks, title = '']: RegExpExecArray,
  part: string,
  ownUser: string,
  all: ReadonlyMap<string, Listen>,
): NginxMaster {
  const said = (pattern: RegExp): string => pattern.exec(part)?.[1]?.trim() ?? '';
  const shown = said(/^exe (\/.*)$/m);
  const program = shown.replace(/ \(deleted\)$/, '');
  // A package that was upgraded has another file there; it is of this machine all the same.
  const [own = '', there = ''] = shown === program ? said(/^image (.*)$/m).split(' ') : [];
  const isContained = said(/^NSpid:(.*)$/m).split(/\s+/).length > 1 || own !== there;
  const users = new Set(said(/^Uid:(.*)$/m).split(/\s+/));
  const isOurs = users.size === 1 && (users.has('0') || users.has(ownUser));
  const opened = [...part.matchAll(/^fd (.*)$/gm)].map((match) => match[1] ?? '');
  const inodes = [...new Set(opened.flatMap((each) => /^socket:\[(\d+)\]$/.exec(each)?.[1] ?? []))];
  return {
    pid: Number(pid),
    startTicks: Number(ticks),
    words: commandWords(title),
    program: program === '' ? null : program,
    folder: said(/^cwd (\/.*)$/m) || null,
    isContained,
    isGenuine: isOurs && !isContained && programNames.test(program.split('/').at(-1) ?? ''),
    openFiles: [...new Set(opened.filter((each) => /^\/(?!dev\/|proc\/)/.test(each) && !each.endsWith(' (deleted)')))],
    listens: inodes.flatMap((inode) => all.get(inode) ?? []),
    areSocketsSeen: opened.length > 0,
  };
}

/** The only one, or the one that listens at this address; null where it could be any of several, or is surely none of them. */
export function chooseMaster(masters: readonly NginxMaster[], url: string, isRemote: boolean): NginxMaster | null {
  const [only, ...more] = masters;
  if (only === undefined || more.length === 0) return only === undefined || isAnother(only, url, isRemote) ? null : only;
  const fits = masters.map((master) => fitOf(master, new URL(url)));
  const best = Math.max(...fits);
  const fitting = masters.filter((_master, index) => best > 0 && fits[index] === best);
  if (fitting.length === 0) return unseenOne(masters);
  // While nginx is upgraded in flight both hold the same sockets, and the one that was started last stays.
  const [newest] = [...fitting].sort((one, other) => other.startTicks - one.startTicks);
  const isShared = fitting.every(({ listens }) => listens.some(({ inode }) => newest?.listens.some((each) => each.inode === inode)));
  return isShared ? (newest ?? null) : null;
}

/** Whether it is seen to listen elsewhere. Gateways and containers have other ports outside, but on the way to oneself there are none. */
function isAnother(master: NginxMaster, url: string, isRemote: boolean): boolean {
  const isOwn = !isRemote && /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
  return isOwn && !master.isContained && isElsewhere(master, url);
}

export function isElsewhere(master: NginxMaster, url: string): boolean {
  return master.areSocketsSeen && fitOf(master, new URL(url)) === 0;
}

/** As the kernel chooses: the very address goes before all addresses; another one is there where the name or a gateway leads to it. */
function fitOf({ listens }: NginxMaster, { hostname, port, protocol }: URL): number {
  const wantedPort = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const wanted = isIP(bare) > 0 ? [bare] : bare === 'localhost' ? ['127.0.0.1', '::1'] : [];
  const fits = listens
    .filter((each) => each.port === wantedPort)
    .map(({ host }) => (wanted.includes(host) ? 3 : host === '0.0.0.0' || host === '::' ? 2 : 1));
  return Math.max(0, ...fits);
}

/** Containers publish their ports through another program; where the machine's own nginx shows no sockets to us, it is taken to be that. */
function unseenOne(masters: readonly NginxMaster[]): NginxMaster | null {
  const [own, ...more] = masters.filter(({ isContained }) => !isContained);
  return own === undefined || more.length > 0 || own.areSocketsSeen ? null : own;
}
