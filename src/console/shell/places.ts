/** The pages that the header leads to, each with its key. The first ones stand in the header, the others behind "More". */

import type { IconName } from '../parts/icons.tsx';
import type { TextKey } from '../text.ts';

export interface ConsolePlace {
  readonly path: string;
  readonly key: TextKey;
  readonly icon: IconName;
  /** Typed after `g`. */
  readonly shortcut: string;
}

export const mainPlaces: readonly ConsolePlace[] = [
  { path: '/', key: 'nav.channel', icon: 'channel', shortcut: 'c' },
  { path: '/incidents', key: 'nav.incidents', icon: 'incidents', shortcut: 'i' },
  { path: '/alerts', key: 'nav.alerts', icon: 'alerts', shortcut: 't' },
  { path: '/systems', key: 'nav.systems', icon: 'systems', shortcut: 's' },
];

export const morePlaces: readonly ConsolePlace[] = [
  { path: '/detections', key: 'nav.detections', icon: 'detections', shortcut: 'e' },
  { path: '/insights', key: 'nav.insights', icon: 'insights', shortcut: 'n' },
  { path: '/people', key: 'nav.people', icon: 'people', shortcut: 'p' },
  { path: '/oncall', key: 'nav.oncall', icon: 'oncall', shortcut: 'o' },
  { path: '/noise', key: 'nav.noise', icon: 'quiet', shortcut: 'q' },
  { path: '/sources', key: 'nav.sources', icon: 'inbox', shortcut: 'r' },
  { path: '/deliveries', key: 'nav.deliveries', icon: 'send', shortcut: 'd' },
  { path: '/plugins', key: 'nav.plugins', icon: 'plugin', shortcut: 'l' },
  { path: '/audit', key: 'nav.audit', icon: 'audit', shortcut: 'a' },
];

export const places: readonly ConsolePlace[] = [...mainPlaces, ...morePlaces];
