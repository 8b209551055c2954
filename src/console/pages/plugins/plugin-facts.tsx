/** What a plugin brings, may do and uses, in words; the same for one that runs and for one that a market offers. */

import type { ReactNode } from 'react';
import type { PluginView } from '../../../domain/plugin-view.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { sayWord } from '../../text.ts';

type Permissions = NonNullable<PluginView['permissions']>;

const doors = ['hosts', 'read', 'write', 'env'] as const satisfies readonly (keyof Permissions)[];
const parts = ['system', 'alert source', 'analyser'] as const;

/** `system redis`, `notifier`… as the API names them. */
export function Capabilities({ names }: { readonly names: readonly string[] }) {
  const t = useText();
  const { locale } = usePreferences();
  return (
    <span className="chips">
      {names.map((given) => {
        const part = parts.find((each) => given.startsWith(`${each} `));
        const words =
          part === undefined
            ? sayWord(locale, 'plugins.brings', given)
            : t(`plugins.brings.${part}`, { name: given.slice(part.length + 1) });
        return (
          <span key={given} className="chip">
            {words}
          </span>
        );
      })}
    </span>
  );
}

export function PermissionList({ permissions }: { readonly permissions: Permissions }) {
  const t = useText();
  const open = doors.filter((door) => permissions[door].length > 0);
  if (open.length === 0) return <span>{t('plugins.may.nothing')}</span>;
  return (
    <ul className="plugin-doors">
      {open.map((door) => (
        <li key={door}>
          {t(`plugins.may.${door}`)}{' '}
          <span className="chips">
            {permissions[door].map((what) => (
              <Door key={what} what={what} isHost={door === 'hosts'} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Door({ what, isHost }: { readonly what: string; readonly isHost: boolean }) {
  const t = useText();
  if (isHost && (what === 'systems' || what === 'config')) return <span className="chip">{t(`plugins.host.${what}`)}</span>;
  return <code className="chip">{what}</code>;
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
