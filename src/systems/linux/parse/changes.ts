/** The traces that installs, edits, boots and logins leave. */

export interface Change {
  readonly what: string;
  readonly ageSeconds: number;
}

export interface Changes {
  readonly packages: readonly Change[];
  readonly etcFiles: readonly Change[];
  readonly logins: number;
  readonly reboots: string;
}

/** Files that machines rewrite by themselves say nothing. */
const ownBusiness =
  /^\/etc\/(mtab|resolv\.conf|adjtime|ld\.so\.cache|cups\/subscriptions|machine-id|\.pwd\.lock|lvm\/cache|popularity-contest)/;

export function parseChanges(sections: ReadonlyMap<string, string>, sinceSeconds: number): Changes {
  const section = (name: string): string => sections.get(name) ?? '';
  const now = Number(section('now').trim()) || 0;
  const recent = (change: Change): boolean => change.ageSeconds >= 0 && change.ageSeconds <= sinceSeconds;
  const packages = [...dpkgChanges(section('dpkg'), now), ...rpmChanges(section('rpm'), now), ...apkChanges(section('apk'), now)];
  const etcFiles = [...section('etc').matchAll(/^(\d+) (\/.*)$/gm)].map(([, at, path = '']) => ({
    what: path,
    ageSeconds: now - Number(at),
  }));
  const byAge = (one: Change, other: Change): number => one.ageSeconds - other.ageSeconds;
  return {
    packages: packages.filter(recent).sort(byAge),
    etcFiles: etcFiles.filter((change) => recent(change) && !ownBusiness.test(change.what)).sort(byAge),
    logins: section('logins')
      .split('\n')
      .filter((line) => line.trim() !== '').length,
    reboots: section('reboots').trim(),
  };
}

/** `2026-11-21 08:52:03 install redis-server:amd64 <none> 5:7.0.15`, in the machine's own zone, which is taken for UTC. */
function dpkgChanges(text: string, now: number): readonly Change[] {
  return [...text.matchAll(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (install|upgrade|remove|purge) (\S+) (\S+) (\S+)$/gm)].map(
    ([, date, time, verb, name, from, to]) => ({
      what: `${verb} ${name} ${from} → ${to}`,
      ageSeconds: Math.max(0, now - Math.round(Date.parse(`${date}T${time}Z`) / 1_000)),
    }),
  );
}

/** `bash-5.1.8-6.el9.x86_64   Sat 21 Nov 2026 08:52:03 AM UTC` */
function rpmChanges(text: string, now: number): readonly Change[] {
  return [...text.matchAll(/^(\S+)\s{2,}(.+)$/gm)].flatMap(([, name = '', at = '']) => {
    const seconds = Math.round(Date.parse(at) / 1_000);
    return Number.isFinite(seconds) ? [{ what: `install ${name}`, ageSeconds: now - seconds }] : [];
  });
}

function apkChanges(text: string, now: number): readonly Change[] {
  const at = Number(text.trim());
  return at > 0 ? [{ what: 'apk database', ageSeconds: now - at }] : [];
}
