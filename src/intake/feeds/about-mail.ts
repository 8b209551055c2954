/**
 * What an alert's mail is about, read from the subjects that monitoring tools are known to write; where none fits, from words that say that
 * something is wrong or well again. Null for a mail that says neither.
 */

import type { Severity } from '../../domain/alert.ts';

export interface MailAbout {
  readonly name: string;
  readonly state: 'problem' | 'ok';
  /** Null where the mail doesn't say. */
  readonly severity: Severity | null;
  readonly host: string | null;
  readonly service: string | null;
}

export interface MailWords {
  readonly subject: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly from: string;
}

type Reader = (subject: string, mail: MailWords) => MailAbout | null;

const problemWords =
  /\b(?:alert|alarm|critical|crit|fatal|error|failed|failure|down|unreachable|warning|degraded|timed? out|exceeded|problem|firing)\b|告警|报警|故障|异常|失败|宕机|超时|严重|紧急|不可用/i;
const okWords = /\b(?:resolved|recovered|recovery|restored|ok|up again|back to normal|cleared)\b|恢复|已解除|解除告警|正常了/i;

export function aboutMail(mail: MailWords): MailAbout | null {
  const subject = mail.subject.replace(/^(?:\s*(?:re|fwd?|转发|回复)\s*[:：])+\s*/i, '').trim();
  for (const read of [nagios, zabbix, alertmanager, cloudWatch, monit, smartd, mdadm, cron]) {
    const about = read(subject, mail);
    if (about !== null) return about;
  }
  return anyOther(subject, mail);
}

/** Nagios, Icinga: `** PROBLEM Service Alert: web-1/HTTP is CRITICAL **`, `** RECOVERY Host Alert: web-1 is UP **`. */
const nagios: Reader = (subject) => {
  const pattern =
    /^\**\s*(PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPINGSTART)\b.*?\b(?:alert)?\s*:\s*([^\s/]+)(?:\/(.+?))?\s+is\s+(\w+)\s*\**$/i;
  const [, kind = '', host = '', service, state = ''] = pattern.exec(subject) ?? [];
  if (host === '') return null;
  const isOk = /^RECOVERY$/i.test(kind) || /^(OK|UP)$/i.test(state);
  return { name: service ?? 'host', state: isOk ? 'ok' : 'problem', severity: severityIn(state), host, service: service ?? null };
};

/** Zabbix: `Problem: High CPU on web-1`, `Resolved in 5m 3s: High CPU on web-1`, `故障：…`, with `Host:` and `Severity:` in its text. */
const zabbix: Reader = (subject, { fields }) => {
  const [, kind = '', name = ''] = /^(PROBLEM|RESOLVED(?:\s+in\s+[^:]{1,40})?|OK|故障|恢复|已恢复)\s*[:：]\s*(\S.*)$/i.exec(subject) ?? [];
  if (name === '' || (fields.severity === undefined && fields.host === undefined && fields.主机 === undefined && /^OK$/i.test(kind)))
    return null;
  const isOk = /^(RESOLVED|OK|恢复|已恢复)/i.test(kind);
  return {
    name,
    state: isOk ? 'ok' : 'problem',
    severity: severityIn(fields.severity ?? fields.级别 ?? ''),
    host: hostIn(fields),
    service: null,
  };
};

/** Alertmanager, Grafana: `[FIRING:2] HighLatency (api critical)`, `[RESOLVED] HighLatency (api)`. */
const alertmanager: Reader = (subject, { fields }) => {
  const [, kind = '', name = '', inside = ''] = /^\[(FIRING|RESOLVED)(?::\d+)?[^\]]*\]\s*(.+?)(?:\s+\(([^()]*)\))?$/i.exec(subject) ?? [];
  if (name === '') return null;
  const state = /^RESOLVED$/i.test(kind) ? 'ok' : 'problem';
  return { name, state, severity: severityIn(inside), host: fields.instance ?? hostIn(fields), service: fields.job ?? null };
};

/** CloudWatch by way of SNS: `ALARM: "cpu-high" in Asia Pacific`, `OK: "cpu-high" in …`. */
const cloudWatch: Reader = (subject) => {
  const [, kind = '', name = ''] = /^(ALARM|OK|INSUFFICIENT_DATA):\s*"([^"]+)"/.exec(subject) ?? [];
  return name === '' ? null : { name, state: kind === 'OK' ? 'ok' : 'problem', severity: null, host: null, service: null };
};

/** Monit: `monit alert --  Does not exist nginx`, `monit alert --  Exists nginx`. */
const monit: Reader = (subject, { fields }) => {
  const [, event = '', service = ''] = /^monit alert\s*--\s*(.+?)\s+(\S+)$/i.exec(subject) ?? [];
  if (service === '') return null;
  const isOk =
    /^(exists|connection succeeded|resource limit succeeded|status succeeded|timeout recovery|content match|icmp.*succeeded)/i.test(event);
  return { name: 'monit', state: isOk ? 'ok' : 'problem', severity: null, host: hostIn(fields), service };
};

/** Smartd: `SMART error (CurrentPendingSector) detected on host: db-1`. It never says that it is over. */
const smartd: Reader = (subject) => {
  const [, event = '', host = ''] = /^SMART error \(([^)]+)\) detected on host:\s*(\S+)/i.exec(subject) ?? [];
  return host === '' ? null : { name: `SMART ${event}`, state: 'problem', severity: 'warning', host, service: null };
};

/** Mdadm: `DegradedArray event on /dev/md0:db-1`. */
const mdadm: Reader = (subject) => {
  const [, event = '', device = '', host = ''] = /^(\w+) event on (\/dev\/\S+?):(\S+)$/.exec(subject) ?? [];
  if (host === '') return null;
  const isBad = /^(Fail|DegradedArray|DeviceDisappeared|FailSpare|SparesMissing)/.test(event);
  return { name: `mdadm ${device}`, state: isBad ? 'problem' : 'ok', severity: isBad ? 'critical' : null, host, service: device };
};

/** Cron: `Cron <root@db-1> /usr/local/bin/backup`: a job had something to say. */
const cron: Reader = (subject) => {
  const [, host = '', command = ''] = /^Cron <[^@>]+@([^>]+)>\s*(.+)$/.exec(subject) ?? [];
  return host === '' ? null : { name: `cron ${command.slice(0, 200)}`, state: 'problem', severity: 'warning', host, service: 'cron' };
};

/** By its words; what differs from one time to the next is no part of the name, so that the end finds its beginning. */
const anyOther: Reader = (subject, { fields }) => {
  const isOk = okWords.test(subject);
  if (!isOk && !problemWords.test(subject)) return null;
  const bare = subject
    .replace(new RegExp(okWords.source, 'gi'), ' ')
    .replace(new RegExp(problemWords.source, 'gi'), ' ')
    .replace(/\d{4}-\d\d-\d\d|\d\d:\d\d(?::\d\d)?/g, ' ')
    .replace(/[[\](){}【】（）:：!！*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = bare === '' ? subject : bare;
  return {
    name,
    state: isOk ? 'ok' : 'problem',
    severity: isOk ? null : severityIn(subject),
    host: hostIn(fields),
    service: fields.service ?? null,
  };
};

function hostIn(fields: Readonly<Record<string, string>>): string | null {
  const host = fields.host ?? fields.hostname ?? fields.主机 ?? fields.主机名 ?? fields.server ?? null;
  return host === null ? null : host.slice(0, 255);
}

function severityIn(words: string): Severity | null {
  if (/\b(?:critical|crit|fatal|disaster|high|emergency|down|p1)\b|严重|紧急|灾难/i.test(words)) return 'critical';
  if (/\b(?:warning|warn|average|minor|p2)\b|警告|一般/i.test(words)) return 'warning';
  return /\b(?:info|information|notice|not classified)\b|提示|信息/i.test(words) ? 'info' : null;
}
