/** What a calendar would become: each entry with whom it is about, what comes of it, and what it meets. */

import type { CalendarImportView, ImportedEntryView } from '../../../domain/calendar-import-view.ts';
import type { CardTone } from '../../../domain/card.ts';
import { ToneMark } from '../../parts/marks.tsx';
import { clockTime } from '../../parts/time-text.ts';
import { useNow } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

const tones: Readonly<Record<ImportedEntryView['state'], CardTone>> = {
  new: 'resolved',
  changed: 'investigating',
  removed: 'firing',
  same: 'snoozed',
  left: 'waiting',
  unreadable: 'waiting',
};

export function ImportPreview({ view }: { readonly view: CalendarImportView }) {
  const t = useText();
  const count = (wanted: (entry: ImportedEntryView) => boolean): number => view.entries.filter(wanted).length;
  return (
    <section className="import-preview" aria-label={t('import.preview')}>
      <p className="import-counts" role="status">
        {t('import.counts', {
          added: count(({ state }) => state === 'new'),
          changed: count(({ state }) => state === 'changed'),
          removed: count(({ state }) => state === 'removed'),
          same: count(({ state }) => state === 'same'),
          left: count(({ state }) => state === 'left' || state === 'unreadable'),
          conflicts: count(({ conflict }) => conflict !== ''),
        })}
      </p>
      {view.entries.length === 0 && <p className="soft">{t('import.empty')}</p>}
      {view.entries.length > 0 && (
        <div className="table-scroll import-entries">
          <table>
            <thead>
              <tr>
                {(['import.when', 'import.who', 'import.what'] as const).map((key) => (
                  <th key={key} scope="col">
                    {t(key)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.entries.map((entry) => (
                <EntryRow key={`${entry.uid} ${entry.from} ${entry.state}`} entry={entry} timeZone={view.schedule.timeZone} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function EntryRow({ entry, timeZone }: { readonly entry: ImportedEntryView; readonly timeZone: string }) {
  const t = useText();
  const { locale } = usePreferences();
  const nowMs = useNow();
  const time = (at: string | null): string => (at === null ? '—' : clockTime(locale, at, nowMs, timeZone));
  return (
    <tr>
      <td>
        {time(entry.from)} – {time(entry.to)}
      </td>
      <td>{entry.person === null ? <span className="soft">{t('import.nobody')}</span> : entry.person.name}</td>
      <td>
        <ToneMark tone={tones[entry.state]}>{t(`import.${entry.state}`)}</ToneMark> {entry.summary}
        {entry.note !== '' && <p className="soft">{entry.note}</p>}
        {entry.conflict !== '' && <p className="import-conflict">{entry.conflict}</p>}
      </td>
    </tr>
  );
}
