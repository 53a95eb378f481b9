/**
 * The part of the settings about other machines: which hub is asked, through which proxy, and with whose token. Page. It
 * asks nobody anything.
 */
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultSettings, settingsSchema } from '#contract/settings.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { attempt, updateSettings } from '../../state/actions.ts';
import { queryClient, useSettings } from '../../state/queries.ts';

const { hubUrl: hubSchema, proxyUrl: proxySchema } = settingsSchema.shape;

export function NetworkSection(): ReactNode {
  const { t } = useTranslation('network');
  const { data: settings } = useSettings();
  if (!settings) return null;
  return (
    <section className="border-t border-line pt-5" aria-label={t('title')}>
      <h3 className="text-sm font-semibold">{t('title')}</h3>
      <p className="mt-1 text-sm text-ink-soft">{t('lead')}</p>
      <AddressField
        label={t('hub')}
        hint={t('hubHint', { usual: defaultSettings.hubUrl })}
        value={settings.hubUrl}
        isSound={(text) => hubSchema.safeParse(text).success}
        onChange={(text) => updateSettings({ hubUrl: text === '' ? defaultSettings.hubUrl : text })}
      />
      <AddressField
        label={t('proxy')}
        hint={t('proxyHint')}
        value={settings.proxyUrl ?? ''}
        isSound={(text) => proxySchema.safeParse(text).success}
        onChange={(text) => updateSettings({ proxyUrl: text === '' ? null : text })}
      />
      <TokenField />
    </section>
  );
}

type AddressProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly isSound: (text: string) => boolean;
  /** Empty: the usual one, or none. */
  readonly onChange: (text: string) => void;
};

/** What is being typed is left alone until the field is left or Enter is pressed. */
function AddressField({ label, hint, value, isSound, onChange }: AddressProps): ReactNode {
  const { t } = useTranslation('network');
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed?.trim() ?? '';
  const isWrong = typed !== null && text !== '' && !isSound(text);
  const commit = (): void => {
    if (typed === null || isWrong) return;
    setTyped(null);
    if (text !== value) onChange(text);
  };
  return (
    <div className="mt-4">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <input
        id={id}
        className="field mt-1 font-mono !text-sm"
        type="url"
        spellCheck={false}
        autoComplete="off"
        maxLength={600}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      <p id={`${id}-hint`} className={`mt-1 text-xs ${isWrong ? 'text-danger' : 'text-ink-faint'}`}>
        {isWrong ? t('wrongAddress') : hint}
      </p>
    </div>
  );
}

const tokenKey = ['network'] as const;

function TokenField(): ReactNode {
  const { t } = useTranslation('network');
  const id = useId();
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ queryKey: tokenKey, queryFn: () => core.network.status({}), staleTime: 0 });
  const change = async (request: () => ReturnType<typeof core.network.status>): Promise<void> => {
    const status = await attempt(request);
    if (status === undefined) return;
    setTyped('');
    queryClient.setQueryData(tokenKey, status);
  };
  const token = typed.trim();
  const isWrong = token !== '' && !/^[\w.-]{1,500}$/.test(token);
  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (token !== '' && !isWrong) void change(() => core.network.setToken({ token }));
      }}
    >
      <label htmlFor={id} className="text-sm">
        {t('token')}
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          className="field min-w-0 flex-1 font-mono !text-sm"
          type="password"
          autoComplete="off"
          maxLength={500}
          aria-invalid={isWrong}
          aria-describedby={`${id}-hint`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" disabled={token === '' || isWrong}>
          {t('save')}
        </Button>
      </div>
      <p id={`${id}-hint`} className={`mt-1 text-xs ${isWrong ? 'text-danger' : 'text-ink-faint'}`}>
        {isWrong ? t('wrongToken') : t('tokenHint')}
      </p>
      {data?.token ? (
        <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
          <p className="text-sm text-ink-soft" role="status">
            {t(`kept.${data.token}`)}
          </p>
          <Button isSmall onClick={() => void change(() => core.network.forgetToken({}))}>
            {t('forget')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
