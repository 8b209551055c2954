/** A field that finds: Escape leaves it and keeps what was typed, so that the keys can go on in what was found. */

import { Input, type InputRef } from 'antd';
import type { Ref } from 'react';
import { Icon } from './icons.tsx';

export interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly field?: Ref<InputRef>;
}

export function SearchInput({ label, value, onChange, field }: SearchInputProps) {
  return (
    <div className="page-search">
      <Input
        ref={field}
        allowClear
        type="search"
        aria-label={label}
        placeholder={label}
        prefix={<Icon name="search" size={15} />}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // A browser empties a search field on Escape.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
