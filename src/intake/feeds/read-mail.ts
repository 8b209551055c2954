/** A mail as mappings see it: who, to whom, the subject, the text in words whatever it was encoded in, and what can be known of it. */

import { type AddressObject, simpleParser } from 'mailparser';
import { aboutMail, type MailAbout } from './about-mail.ts';

export interface MailRecord {
  /** Address of the sender, in lower case; empty where the mail names none. */
  readonly from: string;
  readonly fromName: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Of a mail in HTML alone its words. */
  readonly text: string;
  /** Lines such as `Host: web-1` of the text, by their name in lower case. */
  readonly fields: Readonly<Record<string, string>>;
  /** Those of the mail, by their name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601; null where the mail names no time. */
  readonly date: string | null;
  readonly messageId: string | null;
  /** Their contents are not kept. */
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
  readonly about: MailAbout | null;
}

const textLengthMax = 65_536;
const headersMax = 100;
const headerLengthMax = 1_000;
const fieldsMax = 100;
const htmlLengthMax = 524_288;

/** Throws when it is no mail at all. */
export async function readMail(source: Buffer): Promise<MailRecord> {
  const mail = await simpleParser(source, { skipImageLinks: true, skipTextToHtml: true, maxHtmlLengthToParse: htmlLengthMax });
  const [sender] = mail.from?.value ?? [];
  const subject = (mail.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, headerLengthMax);
  const text = (mail.text ?? '').replace(/\r\n/g, '\n').trim().slice(0, textLengthMax);
  const fields = fieldsOf(text);
  const from = (sender?.address ?? '').toLowerCase();
  return {
    ...{ from, fromName: sender?.name ?? '', to: addressesOf(mail.to), subject, text, fields },
    headers: headersOf(mail.headerLines),
    date: mail.date === undefined || Number.isNaN(mail.date.getTime()) ? null : mail.date.toISOString(),
    messageId: mail.messageId ?? null,
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({ name: filename ?? '', type: contentType, bytes: size })),
    about: aboutMail({ subject, text, fields, from }),
  };
}

function addressesOf(given: AddressObject | readonly AddressObject[] | undefined): readonly string[] {
  const all = given === undefined ? [] : [given].flat();
  return all.flatMap(({ value }) => value.flatMap(({ address }) => (address === undefined ? [] : [address.toLowerCase()])));
}

/** As they stand in the mail; of several of a name the last. */
function headersOf(lines: readonly { readonly key: string; readonly line: string }[]): Readonly<Record<string, string>> {
  const entries = lines.slice(0, headersMax).map(({ key, line }): [string, string] => {
    const value = line.slice(line.indexOf(':') + 1).replace(/\s+/g, ' ');
    return [key, value.trim().slice(0, headerLengthMax)];
  });
  return Object.fromEntries(entries);
}

/** `Host: web-1`, `主机：web-1`; the first of a name counts. */
function fieldsOf(text: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^[\s*·•-]*([\p{L}][\p{L}\p{N} _./-]{0,39}?)\s*[:：=]\s*(\S.{0,999})$/u.exec(line) ?? [];
    if (name === undefined || value === undefined || fields.has(name.toLowerCase())) continue;
    fields.set(name.toLowerCase(), value.trim());
    if (fields.size === fieldsMax) break;
  }
  return Object.fromEntries(fields);
}
