/** `systemctl show`: one block of `Name=value` lines a unit, blocks apart by an empty line. */

export interface UnitState {
  readonly id: string;
  readonly activeState: string;
  readonly subState: string;
  readonly mainPid: number;
  readonly restarts: number;
  readonly result: string;
}

export function parseUnits(text: string): readonly UnitState[] {
  return text.split(/\n\s*\n/).flatMap((block) => {
    const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1] ?? '';
    if (value('Id') === '') return [];
    return [
      {
        id: value('Id'),
        activeState: value('ActiveState'),
        subState: value('SubState'),
        mainPid: Number(value('MainPID')) || 0,
        restarts: Number(value('NRestarts')) || 0,
        result: value('Result'),
      },
    ];
  });
}
