/** Walks a person through a platform's own pages, writes the configuration, and tries everything that the bot will rely on. */

import { configSchema } from '../../config/schema.ts';
import type { Clock } from '../../domain/clock.ts';
import { ZhibanError } from '../../domain/errors.ts';
import { fill, type LocalText } from '../../domain/text.ts';
import { type Checked, checkAdapter, type ReadyAdapter } from './check-adapter.ts';
import type { Desk, Say } from './desk.ts';
import type { SetupAsk, SetupPlatform, SetupStep } from './platform.ts';
import { setupText } from './words.ts';
import {
  keepSecret,
  presentSettings,
  readConfigText,
  replaceConfig,
  type SettingValue,
  withAdapter,
  withPerson,
  withTarget,
} from './write-config.ts';

export interface SetupOptions {
  readonly configPath: string;
  /** `key=value` from the command line. */
  readonly given: readonly string[];
  readonly isChecked: boolean;
  readonly waitMs: number;
  readonly clock: Clock;
  /** What the settings below `adapters.<adapter>` make. Throws ZhibanError `invalid` for a secret that can't be read. */
  readonly build: (settings: unknown) => ReadyAdapter;
  /** Whether a Zhiban that runs here has this adapter connected. */
  readonly isTaken: (adapter: string) => Promise<boolean>;
}

/** True when all that was checked is well. Throws ZhibanError `invalid` for what was given wrongly and nobody is there to correct. */
export async function runSetup(platform: SetupPlatform, desk: Desk, options: SetupOptions): Promise<boolean> {
  const say: Say = (key, values = {}) => fill(setupText[key][desk.locale], values);
  const given = parseGiven(options.given, platform, say);
  introduce(platform, desk, say);
  const answers = new Map<string, string>(given.plain);
  const secrets = new Map<string, SettingValue>(given.secrets);
  const present = presentSettings(readConfigText(options.configPath), platform.adapter);
  await walk(platform, desk, say, { answers, secrets, present, options });
  writeSettings(platform, options, answers, secrets, say);
  desk.good(say('written', { file: options.configPath }));
  if (!options.isChecked) return finish(platform, desk, say, true);
  if (await options.isTaken(platform.adapter)) {
    desk.warn(say('check.running', { platform: platform.title[desk.locale] }));
    return finish(platform, desk, say, false);
  }
  const settings = presentSettings(readConfigText(options.configPath), platform.adapter);
  const checked = await checkAdapter(platform, options.build(settings), desk, say, options, () =>
    walkPlain(platform.whileConnected, desk, say),
  );
  await keepLearned(platform, desk, say, options, checked);
  return finish(platform, desk, say, checked.isGood);
}

function introduce(platform: SetupPlatform, desk: Desk, say: Say): void {
  desk.heading(say('head.title', { platform: platform.title[desk.locale] }));
  desk.line(say('done.guide', { guide: platform.guide }));
  desk.line();
  desk.line(say('head.scopes'));
  const width = Math.max(...platform.scopes.map(({ name }) => name.length));
  for (const { name, why, isOptional } of platform.scopes) {
    desk.line(`  ${name.padEnd(width)}  ${why[desk.locale]}${isOptional ? say('head.optional') : ''}`);
  }
}

interface Walk {
  readonly answers: Map<string, string>;
  readonly secrets: Map<string, SettingValue>;
  readonly present: Readonly<Record<string, unknown>>;
  readonly options: SetupOptions;
}

async function walk({ adapter, steps }: SetupPlatform, desk: Desk, say: Say, state: Walk): Promise<void> {
  const missing = steps
    .flatMap(({ asks }) => asks)
    .filter(({ key, isOptional }) => !isOptional && !state.answers.has(key) && !state.secrets.has(key) && state.present[key] === undefined);
  if (desk.ask === null && missing.length > 0) {
    const keys = missing.map(({ key }) => key).join(', ');
    throw new ZhibanError('invalid', say('missing', { keys, secret: missing.find(({ isSecret }) => isSecret)?.key ?? 'key' }));
  }
  for (const [index, step] of steps.entries()) {
    showStep(step.text, index, steps.length, desk, say);
    const open = step.asks.filter(({ key }) => !state.answers.has(key) && !state.secrets.has(key));
    for (const ask of open) await answerOne(adapter, ask, desk, say, state);
    if (step.asks.length === 0) await desk.ask?.(say('ask.again'), false);
  }
}

async function walkPlain(steps: readonly SetupStep[], desk: Desk, say: Say): Promise<void> {
  for (const [index, step] of steps.entries()) {
    showStep(step.text, index, steps.length, desk, say);
    await desk.ask?.(say('ask.again'), false);
  }
}

function showStep(text: LocalText, index: number, count: number, desk: Desk, say: Say): void {
  desk.line();
  if (count > 1) desk.heading(say('step.number', { index: index + 1, count }));
  for (const line of text[desk.locale].split('\n')) desk.line(line);
}

async function answerOne(
  adapter: string,
  ask: SetupAsk,
  desk: Desk,
  say: Say,
  { answers, secrets, present, options }: Walk,
): Promise<void> {
  const isKnown = present[ask.key] !== undefined;
  if (desk.ask === null) return;
  const hints = [ask.isSecret ? say('ask.hidden') : '', isKnown ? say('ask.kept') : ''].join('');
  while (!desk.signal.aborted) {
    const given = (await desk.ask(`${ask.label[desk.locale]}${hints}`, ask.isSecret)).trim();
    if (given === '' && (isKnown || ask.isOptional)) return;
    if (ask.pattern.test(given)) {
      if (ask.isSecret) secrets.set(ask.key, keepSecret(options.configPath, `${adapter}-${secretName(ask.key)}`, given));
      else answers.set(ask.key, given);
      return;
    }
    desk.bad(say('ask.wrong', { form: ask.form[desk.locale] }));
  }
  throw new ZhibanError('invalid', say('missing', { keys: ask.key, secret: ask.key }));
}

function secretName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Secrets come only as references: what stands on a command line stays in its history. */
function parseGiven(given: readonly string[], platform: SetupPlatform, say: Say) {
  const asks = platform.steps.flatMap((step) => step.asks);
  const plain: [string, string][] = [];
  const secrets: [string, SettingValue][] = [];
  for (const each of given) {
    const at = each.indexOf('=');
    if (at < 1) throw new ZhibanError('invalid', say('badSet', { given: each.slice(0, 40) }));
    const [key, value] = [each.slice(0, at), each.slice(at + 1)];
    const reference = /^(env|file):(.+)$/.exec(value);
    if (reference !== null) secrets.push([key, reference[1] === 'env' ? { env: reference[2] ?? '' } : { file: reference[2] ?? '' }]);
    else if (asks.some((ask) => ask.key === key && ask.isSecret)) throw new ZhibanError('invalid', say('badSecret', { key }));
    else plain.push([key, value]);
  }
  return { plain, secrets };
}

/** The file is only replaced by one that the adapter's own schema takes. */
function writeSettings(
  platform: SetupPlatform,
  options: SetupOptions,
  answers: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, SettingValue>,
  say: Say,
): void {
  const settings = Object.fromEntries([...answers, ...secrets]) as Readonly<Record<string, SettingValue>>;
  const text = withAdapter(readConfigText(options.configPath), platform.adapter, settings);
  const parsed = configSchema.shape.adapters.safeParse({ [platform.adapter]: presentSettings(text, platform.adapter) });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue?.path.join('.') ?? platform.adapter;
    throw new ZhibanError('invalid', say('badConfig', { key, reason: issue?.message ?? '' }));
  }
  replaceConfig(options.configPath, text);
}

async function keepLearned(platform: SetupPlatform, desk: Desk, say: Say, options: SetupOptions, checked: Checked): Promise<void> {
  if (checked.place === null) return;
  const target = { adapter: platform.adapter, [platform.channelKey]: checked.place.channel };
  let text = withTarget(readConfigText(options.configPath), target);
  const { person } = checked;
  if (person !== null && desk.ask !== null && !desk.signal.aborted) {
    const name = person.name ?? person.userId;
    const id = (await desk.ask(say('person.ask', { name, userId: person.userId }), false)).trim();
    if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) {
      text = withPerson(text, platform.adapter, { id, name, userId: person.userId });
      desk.good(say('person.added', { id }));
    }
  }
  replaceConfig(options.configPath, text);
}

function finish(platform: SetupPlatform, desk: Desk, say: Say, isGood: boolean): boolean {
  desk.line();
  if (isGood) desk.good(say('done.good'));
  else desk.warn(say('done.partly'));
  desk.line(say('done.guide', { guide: platform.guide }));
  return isGood;
}
