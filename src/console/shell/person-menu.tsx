/** Language, theme, shortcuts and the way out. */

import { Button, Dropdown } from 'antd';
import { Icon } from '../parts/icons.tsx';
import { useNotices } from '../parts/use-notices.tsx';
import { type ThemeChoice, usePreferences, useText } from '../preferences/preferences.tsx';
import { LanguageButton } from './language-button.tsx';
import { useSession } from './session.ts';

const themes: readonly ThemeChoice[] = ['auto', 'light', 'dark'];

export function PersonMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const t = useText();
  const notices = useNotices();
  const { session, logout } = useSession();
  const { themeChoice, setThemeChoice } = usePreferences();
  const roles = session.person.roles.map((role) => t(`role.${role}`)).join(' · ');

  function choose(key: string): void {
    const theme = themes.find((one) => `theme:${one}` === key);
    if (theme) setThemeChoice(theme);
    if (key === 'shortcuts') onShortcuts();
    if (key === 'logout') logout().catch(notices.failed);
  }
  return (
    <>
      <LanguageButton />
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [`theme:${themeChoice}`],
          onClick: ({ key }) => choose(key),
          items: [
            {
              key: 'person',
              type: 'group',
              label: (
                <span className="menu-person">
                  <strong>{session.person.name}</strong>
                  <small>{roles}</small>
                </span>
              ),
            },
            {
              key: 'theme',
              type: 'group',
              label: t('theme.label'),
              children: themes.map((one) => ({ key: `theme:${one}`, label: t(`theme.${one}`) })),
            },
            { type: 'divider' },
            { key: 'shortcuts', label: t('menu.shortcuts'), extra: '?' },
            { key: 'logout', label: t('menu.logout') },
            { type: 'divider' },
            { key: 'version', label: `Zhiban ${session.version}`, disabled: true },
          ],
        }}
      >
        <Button type="text" className="person-button" aria-label={t('menu.more')} title={session.person.name} icon={<Icon name="menu" />} />
      </Dropdown>
    </>
  );
}
