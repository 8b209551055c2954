/** Who is who: roles, how to reach them, and which chat accounts are theirs. */

import '../../style/people.css';
import { App, Button } from 'antd';
import { Link } from 'react-router';
import type { IdentityView, PersonView } from '../../../domain/people-view.ts';
import { hasRole } from '../../../domain/policy.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { useSession } from '../../shell/session.ts';
import { sayWord } from '../../text.ts';

export function PeoplePage() {
  const t = useText();
  useTitle(t('people.title'));
  const { calls } = useBackend();
  const people = useResource(
    'people',
    () => calls.people(),
    () => ['people'],
  );
  const items = people.value?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('people.title')}</h1>
          <p className="soft">{t('people.about')}</p>
        </div>
        <Link className="button-link" to="/link">
          {t('people.link')}
        </Link>
      </header>
      {people.error !== null && <ErrorNote error={people.error} onRetry={people.reload} />}
      {people.value === null && people.error === null && <Loading />}
      {items.length > 0 && <PeopleTable items={items} onChange={people.reload} />}
      {items.length === 1 && <Empty title={t('people.empty')}>{t('people.empty.body')}</Empty>}
    </div>
  );
}

function PeopleTable({ items, onChange }: { readonly items: readonly PersonView[]; readonly onChange: () => void }) {
  const t = useText();
  return (
    <table className="people">
      <thead>
        <tr>
          <th scope="col">{t('people.name')}</th>
          <th scope="col">{t('people.roles')}</th>
          <th scope="col">{t('people.contact')}</th>
          <th scope="col">{t('people.accounts')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((person) => (
          <PersonRow key={person.id} person={person} onChange={onChange} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ person, onChange }: { readonly person: PersonView; readonly onChange: () => void }) {
  const t = useText();
  const { session } = useSession();
  const isMe = person.id === session.person.id;
  const mayUnlink = isMe || hasRole({ ...session.person, identities: {} }, 'admin');
  return (
    <tr>
      <th scope="row">
        <strong>{person.name}</strong> {isMe && <span className="chip">{t('people.me')}</span>}
        <small className="faint">{person.id}</small>
      </th>
      <td>{person.roles.map((role) => t(`role.${role}`)).join(' · ')}</td>
      <td className="person-contact">
        {[person.email, person.phone].map((contact) => contact !== null && <span key={contact}>{contact}</span>)}
        {person.email === null && person.phone === null && <span className="faint">—</span>}
      </td>
      <td>
        {person.identities.length === 0 && <span className="faint">{t('people.noAccounts')}</span>}
        <ul className="accounts">
          {person.identities.map((identity) => (
            <Account
              key={`${identity.adapter} ${identity.workspace} ${identity.userId}`}
              {...{ identity, person, onChange }}
              mayUnlink={mayUnlink && identity.how !== 'config'}
            />
          ))}
        </ul>
      </td>
    </tr>
  );
}

interface AccountProps {
  readonly identity: IdentityView;
  readonly person: PersonView;
  readonly mayUnlink: boolean;
  readonly onChange: () => void;
}

function Account({ identity, person, mayUnlink, onChange }: AccountProps) {
  const t = useText();
  const { locale } = usePreferences();
  const { modal } = App.useApp();
  const { calls } = useBackend();
  const notices = useNotices();
  const platform = sayWord(locale, 'platform', identity.adapter);
  const account = `${platform} ${identity.name ?? identity.userId}`;

  async function unlink(): Promise<void> {
    try {
      await calls.unlink(identity);
      notices.done(t('people.unlinked', { account }));
    } catch (error) {
      notices.failed(error);
    }
    onChange();
  }
  const ask = () =>
    modal.confirm({
      title: t('people.unlink.title'),
      content: t('people.unlink.body', { account, person: person.name }),
      okText: t('people.unlink'),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: unlink,
    });
  return (
    <li>
      <span className="platform">{platform}</span>
      {identity.name !== null && <span>{identity.name}</span>}
      <code>{identity.userId}</code>
      <span className="account-how">{t(`how.${identity.how}`)}</span>
      {mayUnlink && (
        <Button size="small" type="text" onClick={ask}>
          {t('people.unlink')}
        </Button>
      )}
    </li>
  );
}
