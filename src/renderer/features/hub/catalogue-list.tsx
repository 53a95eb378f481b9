/**
 * The list that comes with Prisme: what each model is good for, and what of it would fit. Page. Needs no network.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueModel } from '#contract/hub.ts';
import { Button } from '../../components/button.tsx';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { useSettings } from '../../state/queries.ts';
import { catalogueMatching } from './catalogue-matching.ts';
import { FitPill } from './fit-pill.tsx';
import { openRepository, useHub } from './hub-store.ts';
import { licenceName } from './licence-name.ts';
import { Mark } from './mark.tsx';

const uses = ['chat', 'reasoning', 'embedding'] as const;

type Props = { readonly host: string; readonly models: readonly CatalogueModel[] };

export function CatalogueList({ host, models }: Props): ReactNode {
  const { t } = useTranslation('hub');
  const { query, filters } = useHub();
  const shown = catalogueMatching(models, query, filters);
  return (
    <section aria-label={t('catalogue.title')} className="mt-8">
      <h2 className="text-base font-semibold">{t('catalogue.title')}</h2>
      <p className="mt-1 text-sm text-ink-faint">
        {t('catalogue.hint')} {t('opensWith', { host })}
      </p>
      {shown.length === 0 ? (
        <p className="mt-4 text-sm" role="status">
          {t('catalogue.none')}
        </p>
      ) : null}
      {uses.map((use) => {
        const ofUse = shown.filter((model) => model.use === use);
        if (ofUse.length === 0) return null;
        return (
          <div key={use} className="mt-5">
            <h3 className="text-sm font-semibold">{t(`catalogue.use.${use}`)}</h3>
            {use === 'embedding' ? (
              <p className="text-sm text-ink-faint">{t('catalogue.embeddingHint')}</p>
            ) : null}
            <ul className="mt-2 border-b border-line">
              {ofUse.map((model) => (
                <CatalogueRow key={model.repository} model={model} />
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function CatalogueRow({ model }: { readonly model: CatalogueModel }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const language = useLanguage();
  const { data: settings } = useSettings();
  const facts = [
    t('parametersAbout', { shown: format.compact(model.parameterCount) }),
    t('context', { shown: format.integer(model.contextTokens) }),
    licenceName(model.licence),
  ];
  return (
    <li className="border-t border-line py-3">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium">
            {model.name}
            {model.isGoodInFrench ? <Mark>{t('goodFrench')}</Mark> : null}
          </p>
          <p className="mt-0.5 text-sm text-ink-soft">{model.goodFor[language]}</p>
          <p className="mt-0.5 text-xs text-ink-faint">{facts.join(' · ')}</p>
        </div>
        <Button
          isSmall
          disabled={settings?.isOffline ?? true}
          aria-label={t('open', { name: model.name })}
          onClick={() => void openRepository(model.repository)}
        >
          {t('openShort')}
        </Button>
      </div>
      <ul className="mt-2 grid grid-cols-1 gap-x-6 gap-y-2 text-sm sidebar:grid-cols-3">
        {model.quantisations.map(({ name, group, aboutBytes, fit }) => (
          <li key={name} className="flex items-center justify-between gap-2 sidebar:justify-start">
            <span className="min-w-0">
              <span className="block text-xs text-ink-faint">
                {t(`group.${group}`)} <span className="font-mono">{name}</span>
              </span>
              <span className="tabular-nums">{t('about', { shown: format.bytes(aboutBytes) })}</span>
            </span>
            {model.isKnownArchitecture ? <FitPill name={`${model.name} ${name}`} fit={fit} /> : null}
          </li>
        ))}
      </ul>
    </li>
  );
}
