/** By what alerts are found; the address holds it. */

import { Button, Input, Segmented, Select } from 'antd';
import { severities } from '../../../domain/alert.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { SearchInput } from '../../parts/search-input.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { type AlertFilter, type AlertViewName, alertViews, isNarrowed, sinceHours } from './alert-filter.ts';

export interface AlertFiltersProps {
  readonly filter: AlertFilter;
  /** Sources of what is listed. */
  readonly seen: readonly string[];
  readonly onChange: (change: Readonly<Record<string, string>>) => void;
  readonly onClear: () => void;
}

export function AlertFilters({ filter, seen, onChange, onClear }: AlertFiltersProps) {
  const t = useText();
  return (
    <div className="alert-filters">
      <Segmented<AlertViewName>
        aria-label={t('alertList.filter')}
        value={filter.view}
        options={alertViews.map((value) => ({ value, label: t(`alertList.${value}`) }))}
        onChange={(view) => onChange({ status: view })}
      />
      <SeverityFilter value={filter.severity} onChange={(severity) => onChange({ severity })} />
      <SearchField value={filter.q} onChange={(q) => onChange({ q })} />
      <TypedFilter
        className="alert-match"
        label={t('alertList.match.label')}
        placeholder={t('alertList.match')}
        value={filter.match}
        onChange={(match) => onChange({ match })}
      />
      <SourceFilter value={filter.source} seen={seen} onChange={(source) => onChange({ source })} />
      <Select
        aria-label={t('alertList.since')}
        value={filter.since}
        options={[
          { value: '', label: t('alertList.since.any') },
          ...(Object.keys(sinceHours) as (keyof typeof sinceHours)[]).map((value) => ({ value, label: t(`alertList.since.${value}`) })),
        ]}
        onChange={(since) => onChange({ since })}
      />
      <TypedFilter
        className="alert-incident"
        label={t('alertList.incident')}
        value={filter.incident}
        onChange={(incident) => onChange({ incident })}
      />
      {isNarrowed(filter) && (
        <Button type="text" onClick={onClear}>
          {t('alertList.clear')}
        </Button>
      )}
    </div>
  );
}

function SeverityFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useText();
  const chosen = value.split(',').filter((each) => each !== '');
  const toggled = (severity: string): string =>
    severities.filter((each) => (each === severity ? !chosen.includes(each) : chosen.includes(each))).join(',');
  return (
    <fieldset className="alert-severities" aria-label={t('alertList.severity')}>
      {severities.map((severity) => (
        <button
          key={severity}
          type="button"
          className="toggle-chip"
          aria-pressed={chosen.includes(severity)}
          onClick={() => onChange(toggled(severity))}
        >
          {t(`severity.${severity}`)}
        </button>
      ))}
    </fieldset>
  );
}

interface SourceFilterProps {
  readonly value: string;
  readonly seen: readonly string[];
  readonly onChange: (value: string) => void;
}

function SourceFilter({ value, seen, onChange }: SourceFilterProps) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const sources = useResource(
    `alert-sources ${locale}`,
    () => calls.alertSources(),
    () => ['sources'],
  );
  const heard = (sources.value?.items ?? []).filter(({ lastReceivedAt }) => lastReceivedAt !== null).map(({ name }) => name);
  const names = new Set([...heard, ...seen, ...(value === '' ? [] : [value])]);
  return (
    <Select
      className="alert-source"
      aria-label={t('alertList.source')}
      value={value}
      showSearch
      options={[{ value: '', label: t('alertList.anySource') }, ...[...names].sort().map((name) => ({ value: name, label: name }))]}
      onChange={onChange}
    />
  );
}

interface TypedFilterProps {
  readonly className: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useText();
  const [text, setText] = useTyped(value, onChange);
  return <SearchInput label={t('alertList.search')} value={text} onChange={setText} />;
}

/** Asks when the typing pauses. */
function TypedFilter({ className, label, placeholder = label, value, onChange }: TypedFilterProps) {
  const [text, setText] = useTyped(value, onChange);
  return (
    <div className={className}>
      <Input
        allowClear
        aria-label={label}
        placeholder={placeholder}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </div>
  );
}
