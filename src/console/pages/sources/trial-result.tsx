/** What a message would become: alerts with where each field came from, and the incident that each would go to. */

import type { Trial, TrialItem } from '../../../domain/alert-source.ts';
import { ToneMark } from '../../parts/marks.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function TrialResult({ trial }: { readonly trial: Trial }) {
  const t = useText();
  const { locale } = usePreferences();
  return (
    <div role="status" className="trial">
      {trial.problem !== null && <p className="source-reason">{trial.problem[locale]}</p>}
      <p>
        <strong>{t('trial.total', { count: trial.total })}</strong>
      </p>
      <ul className="unread">
        {trial.items.map((item, index) => (
          // The message's own order is all that tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: items are never moved
          <Item key={index} item={item} />
        ))}
      </ul>
    </div>
  );
}

function Item({ item }: { readonly item: TrialItem }) {
  const t = useText();
  const { locale } = usePreferences();
  const { alert, isLeftOut, fields, incident } = item;
  return (
    <li>
      <p className="trial-head">
        {alert === null ? (
          <strong>{t(isLeftOut ? 'trial.leftOut' : 'trial.none')}</strong>
        ) : (
          <>
            <ToneMark tone={alert.status === 'firing' ? 'firing' : 'resolved'}>
              {t(alert.status === 'firing' ? 'alerts.firing' : 'alerts.resolved')}
            </ToneMark>
            <strong>{alert.labels.alertname}</strong>
            {incident !== null && (
              <span className="soft">
                {t(incident.does === 'none' ? 'trial.none-incident' : `trial.${incident.does}`, { code: incident.code ?? incident.title })}
              </span>
            )}
          </>
        )}
      </p>
      <table className="trial-fields">
        <tbody>
          {fields.map(({ field, value, origin, expression, problem }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td>{value ?? '—'}</td>
              <td className="soft">
                {expression === null ? t(`trial.origin.${origin}`) : <code>{expression}</code>}
                {problem !== null && <span className="source-reason"> {problem[locale]}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
