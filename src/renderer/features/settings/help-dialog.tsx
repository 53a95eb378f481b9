/**
 * What the numbers on screen mean, what the instruments are for, and the keys to both. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Keys } from '../../components/keys.tsx';
import { Modal } from '../../components/modal.tsx';
import { openHub, openPrivacy } from '../../state/view.ts';

const terms = [
  'raw',
  'after',
  'recomputed',
  'surprisal',
  'rank',
  'margin',
  'entropy',
  'perplexity',
  'bitsPerByte',
  'tail',
  'branch',
  'tree',
  'truth',
] as const;

/** Of conversations. */
const topics = [
  ...(['organise', 'titles', 'documents', 'search', 'prompts'] as const),
  ...(['context', 'presets', 'beginning', 'move'] as const),
] as const;

/** In the order of their menu. */
const instruments = [
  'nextToken',
  'scoring',
  'crossReading',
  'choices',
  'grids',
  'tree',
  'tokenizer',
  'playground',
  'hesitations',
  'comparisons',
] as const;

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What each key does, in words, and the key. */
  readonly keys: readonly (readonly [name: string, keys: string])[];
};

export function HelpDialog({ isOpen, onClose, keys }: Props): ReactNode {
  const { t } = useTranslation(['settings', 'app']);
  return (
    <Modal title={t('help.title')} isOpen={isOpen} onClose={onClose} isWide>
      <p className="text-base leading-6 text-ink-soft">{t('help.lead')}</p>
      <dl className="mt-4">
        {terms.map((term) => (
          <Entry key={term} name={t(`help.${term}Term`)}>
            {t(`help.${term}`)}
          </Entry>
        ))}
      </dl>
      {topics.map((topic) => (
        <section key={topic}>
          <h3 className="mt-6 mb-2 text-base font-semibold">{t(`help.${topic}Title`)}</h3>
          <p className="text-sm text-ink-soft">{t(`help.${topic}`)}</p>
        </section>
      ))}
      <h3 className="mt-6 mb-2 text-base font-semibold">{t('app:instruments')}</h3>
      <p className="text-sm text-ink-soft">{t('help.instrumentsLead')}</p>
      <dl className="mt-2">
        {instruments.map((instrument) => (
          <Entry key={instrument} name={t(`app:commands.${instrument}`)}>
            {t(`help.instruments.${instrument}`)}
          </Entry>
        ))}
      </dl>
      <h3 className="mt-6 mb-2 text-base font-semibold">{t('app:commands.hub')}</h3>
      <p className="text-sm text-ink-soft">{t('help.hub')}</p>
      <p className="mt-2 text-sm text-ink-soft">{t('help.hubFit')}</p>
      <Button isSmall className="mt-2" onClick={openHub}>
        {t('app:commands.hub')}
      </Button>
      <h3 className="mt-6 mb-2 text-base font-semibold">{t('app:commands.privacy')}</h3>
      <p className="text-sm text-ink-soft">{t('privacy')}</p>
      <Button isSmall className="mt-2" onClick={openPrivacy}>
        {t('privacyOpen')}
      </Button>
      <h3 className="mt-6 mb-2 text-base font-semibold">{t('app:keys.title')}</h3>
      <dl>
        {keys.map(([name, pressed]) => (
          <Entry key={name} name={<Keys keys={pressed} />}>
            {name}
          </Entry>
        ))}
      </dl>
    </Modal>
  );
}

function Entry({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className="border-t border-line py-3 sidebar:grid sidebar:grid-cols-[168px_1fr] sidebar:gap-4">
      <dt className="text-sm font-semibold">{name}</dt>
      <dd className="text-sm text-ink-soft">{children}</dd>
    </div>
  );
}
