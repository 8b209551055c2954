/** All keys on one page. */

import { Modal } from 'antd';
import { useText } from '../preferences/preferences.tsx';
import type { TextKey } from '../text.ts';
import { places } from './places.ts';

export function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const groups: readonly { readonly title: TextKey; readonly keys: readonly (readonly [string, string])[] }[] = [
    {
      title: 'shortcut.anywhere',
      keys: [
        ['?', t('shortcut.help')],
        ['/', t('shortcut.search')],
        ...places.map(({ shortcut, key }) => [`g ${shortcut}`, t('shortcut.go', { page: t(key) })] as const),
        ['Esc', t('shortcut.close')],
      ],
    },
    {
      title: 'shortcut.lists',
      keys: [
        ['j', t('shortcut.next')],
        ['k', t('shortcut.previous')],
        ['Enter', t('shortcut.open')],
        ['c', t('shortcut.compose')],
      ],
    },
    {
      title: 'shortcut.alerts',
      keys: [
        ['x', t('shortcut.select')],
        ['s', t('shortcut.silence')],
        ['i', t('shortcut.toIncident')],
      ],
    },
    {
      title: 'shortcut.incident',
      keys: [
        ['a', t('shortcut.approve')],
        ['r', t('shortcut.reject')],
      ],
    },
  ];
  return (
    <Modal open title={t('shortcut.title')} footer={null} onCancel={onClose} width={520}>
      {groups.map((group) => (
        <section key={group.title} className="shortcut-group">
          <h4>{t(group.title)}</h4>
          <dl>
            {group.keys.map(([keys, meaning]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
