/** What commands are made of: options, and arguments that are checked where they are read. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Locale, locales } from '../../domain/text.ts';
import { type CliKey, cliText } from './words.ts';

/** A command with the options that all have; a group only holds others. */
export function add(parent: Command, locale: Locale, name: string, key: CliKey, { isGroup = false, isDefault = false } = {}): Command {
  const command = styled(parent.command(name, { isDefault }), locale).description(cliText[key][locale]);
  if (isGroup) return command;
  return command
    .addOption(option('--json', locale, 'option.json'))
    .addOption(option('--locale <locale>', locale, 'option.locale').choices([...locales]));
}

export function styled(command: Command, locale: Locale): Command {
  const titles: Readonly<Record<string, CliKey>> = {
    'Usage:': 'help.usage',
    'Options:': 'help.options',
    'Commands:': 'help.commands',
    'Arguments:': 'help.arguments',
  };
  return command
    .helpOption('-h, --help', cliText['help.help'][locale])
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureHelp({
      styleTitle: (title) => {
        const key = titles[title];
        return key === undefined ? title : cliText[key][locale];
      },
      optionDescription: ({ description }) => description,
      argumentDescription: ({ description }) => description,
    });
}

export function option(flags: string, locale: Locale, key: CliKey): Option {
  return new Option(flags, cliText[key][locale]);
}

export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

export function wholeNumber(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`${min}–${max}`);
  };
}

export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(text);
  return value;
}
