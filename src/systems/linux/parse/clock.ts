/** `chronyc tracking`, `timedatectl show`, `ntpq -c rv` and `adjtimex`, whichever answered. */

export interface ClockState {
  readonly dateSeconds: number | null;
  /** How far the machine is ahead of true time; null when no service knows. */
  readonly offsetSeconds: number | null;
  readonly isSynchronized: boolean | null;
  readonly isServiceThere: boolean;
  readonly source: string;
}

export function parseClock(sections: ReadonlyMap<string, string>): ClockState {
  const section = (name: string): string => sections.get(name) ?? '';
  const date = Number(/^(\d+(?:\.\d+)?)/.exec(section('date').trim())?.[1] ?? Number.NaN);
  const chrony = /System time\s*:\s*([\d.]+) seconds (fast|slow)/.exec(section('chrony'));
  const leap = /Leap status\s*:\s*(.+)/.exec(section('chrony'))?.[1]?.trim();
  const ntp = /\boffset=(-?[\d.]+)/.exec(section('ntpq'));
  const timedatectl = /NTPSynchronized=(yes|no)/.exec(section('timedatectl'))?.[1];
  const base = { dateSeconds: Number.isFinite(date) ? date : null };
  if (chrony !== null) {
    const offset = Number(chrony[1]) * (chrony[2] === 'fast' ? 1 : -1);
    return { ...base, offsetSeconds: offset, isSynchronized: leap !== 'Not synchronised', isServiceThere: true, source: 'chrony' };
  }
  if (ntp !== null) {
    const isSynchronized = !/leap_alarm|sync_unspec/.test(section('ntpq'));
    return { ...base, offsetSeconds: -Number(ntp[1]) / 1_000, isSynchronized, isServiceThere: true, source: 'ntpd' };
  }
  if (timedatectl !== undefined)
    return {
      ...base,
      offsetSeconds: null,
      isSynchronized: timedatectl === 'yes',
      isServiceThere: /NTP=yes/.test(section('timedatectl')),
      source: 'timedatectl',
    };
  return { ...base, offsetSeconds: null, isSynchronized: null, isServiceThere: false, source: 'none' };
}
