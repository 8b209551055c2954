/** What somebody types into a filter: told when the typing pauses, and followed when the filter is changed elsewhere. */

import { useEffect, useRef, useState } from 'react';

const typingPauseMs = 250;

/** The text as it stands in the field, and what sets it. `value` is the filter as it is in force, `onChange` puts it into force. */
export function useTyped(value: string, onChange: (value: string) => void): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  latest.current = onChange;
  /** What was told and is not in force yet: when it arrives, whoever types may be some letters further. */
  const told = useRef<string[]>([]);
  useEffect(() => {
    if (text.trim() === (told.current.at(-1) ?? value)) return;
    const timer = setTimeout(() => {
      told.current.push(text.trim());
      latest.current(text.trim());
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(() => {
    const at = told.current.indexOf(value);
    told.current = at < 0 ? [] : told.current.slice(at + 1);
    if (at < 0) setText((now) => (now.trim() === value ? now : value));
  }, [value]);
  return [text, setText];
}
