/** How messages of sources are understood that bring no mapping of their own; in the same words as anybody's. */

import type { AlertMappingInput } from './alert-sources.ts';

export const syslogMapping: AlertMappingInput = {
  name: '(app ? app : "syslog") & " " & level',
  severity: 'level',
  severities: { emerg: 'critical', alert: 'critical', crit: 'critical', err: 'warning', warning: 'warning', '*': 'info' },
  labels: { instance: 'host', app: 'app', facility: 'facility' },
  summary: '$substring(message, 0, 200)',
  description: 'message',
  // What differs from one time to the next, such as numbers, doesn't make it another alert.
  fingerprint: '[host, app, level, $replace($substring(message, 0, 500), /[0-9a-fA-F]*[0-9][0-9a-fA-F]*/, "#")]',
  group: 'host & " " & app',
  holdMinutes: 30,
};

export const trapMapping: AlertMappingInput = {
  name: 'name = "linkUp" ? "linkDown" : name',
  resolved: 'name = "linkUp"',
  labels: '$merge([named, { "instance": agent, "trap": trap }])',
  summary: 'name & " " & agent & (named.ifDescr ? " " & named.ifDescr : "")',
  description: '$join($each(values, function($value, $oid) { $oid & " = " & $value }), "\\n")',
  fingerprint: '[agent, name = "linkUp" ? "linkDown" : name, named.ifIndex]',
  group: 'agent & " " & (name = "linkUp" ? "linkDown" : name)',
};

/** What the subject says, as far as it is known; a mail without it is no alert that anybody could name, and is kept as unread. */
export const emailMapping: AlertMappingInput = {
  name: 'about.name',
  severity: 'about.severity',
  labels: '$merge([about.host ? { "instance": about.host } : {}, about.service ? { "service": about.service } : {}, { "sender": from }])',
  summary: '$substring(subject, 0, 300)',
  description: '$substring(text, 0, 4000)',
  resolved: 'about.state = "ok"',
  // The end comes from the same sender and is about the same thing.
  fingerprint: '[from, about.host, about.name]',
  group: 'about.host ? about.host & " " & about.name : from & " " & about.name',
  // Many senders never write that it is over.
  holdMinutes: 1440,
};
