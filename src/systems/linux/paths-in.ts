/** The paths that an alert or a question names: of the filesystem it is about, or of a file on it. */

import { z } from 'zod';
import type { Labels } from '../../domain/alert.ts';

const pathsMax = 10;

/** As the parameter of a look: what is named comes before what is fullest. */
export const aimedPaths = z.array(z.string().startsWith('/').max(1_000)).max(pathsMax).default([]);

/** As node_exporter, cAdvisor, Telegraf and Zabbix call the place where a filesystem is mounted. */
const mountLabels: readonly string[] = ['mountpoint', 'mount', 'mounted_on', 'path', 'fsname', 'directory', 'dir'];
/** Neither part of a URL nor of a fraction. */
const path = /(?<![\w:/.)\]}-])\/[\w.@+-]+(?:\/[\w.@+-]+)*/g;

/** A label's first. The root counts only as a label: a lone slash in a sentence is none. */
export function pathsIn(words: string, labels: readonly Labels[]): { readonly paths: readonly string[] } {
  const ofLabels = labels.flatMap((each) => mountLabels.flatMap((name) => each[name] ?? [])).filter((each) => each.startsWith('/'));
  const ofWords = (words.slice(0, 20_000).match(path) ?? []).map((each) => each.replace(/\.+$/, ''));
  return { paths: [...new Set([...ofLabels, ...ofWords])].filter((each) => each.length <= 1_000).slice(0, pathsMax) };
}
