/** The way to the pages: the main ones side by side, the others in a list behind "More", which shows the one that is open. */

import { Dropdown } from 'antd';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { Icon } from '../parts/icons.tsx';
import { useText } from '../preferences/preferences.tsx';
import { type ConsolePlace, mainPlaces, morePlaces } from './places.ts';

export function Navigation() {
  const t = useText();
  const { pathname } = useLocation();
  const open = morePlaces.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`)) ?? null;
  return (
    <nav className="shell-nav" aria-label={t('nav.label')}>
      {mainPlaces.map((place) => (
        <NavLink key={place.path} to={place.path} end={place.path === '/'}>
          <Icon name={place.icon} />
          <span>{t(place.key)}</span>
        </NavLink>
      ))}
      <MoreMenu open={open} />
    </nav>
  );
}

function MoreMenu({ open }: { readonly open: ConsolePlace | null }) {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: open === null ? [] : [open.path],
        onClick: ({ key }) => navigate(key),
        items: morePlaces.map(({ path, key, icon, shortcut }) => ({
          key: path,
          label: t(key),
          icon: <Icon name={icon} />,
          extra: `g ${shortcut}`,
        })),
      }}
    >
      <button type="button" className={open === null ? 'shell-more' : 'shell-more active'} aria-haspopup="menu">
        <Icon name={open?.icon ?? 'menu'} />
        <span>{t(open?.key ?? 'nav.more')}</span>
        <span className="shell-more-mark" aria-hidden="true" />
      </button>
    </Dropdown>
  );
}
