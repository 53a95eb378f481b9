/**
 * One model at one quantisation: its size, whether it fits, and the way to have it. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HubRepository, HubVariant } from '#contract/hub.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useSettings } from '../../state/queries.ts';
import { DownloadButton } from './download-button.tsx';
import { FitPill } from './fit-pill.tsx';
import { askFileFit, useHub } from './hub-store.ts';

type Props = { readonly host: string; readonly variant: HubVariant; readonly repository: HubRepository };

const notAsked = { status: 'idle' } as const;

export function VariantRow({ host, variant, repository }: Props): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const { name, quantisation, bitsPerWeight, sizeBytes, files, fit } = variant;
  const asked = useHub(({ fileFits }) => fileFits[files[0]?.path ?? '']) ?? notAsked;
  const { data: settings } = useSettings();
  const facts = [
    bitsPerWeight === null ? null : t('repository.bits', { shown: format.decimal(bitsPerWeight, 1) }),
    files.length > 1 ? t('repository.parts', { shown: format.integer(files.length) }) : null,
    quantisation === null ? null : name,
  ].filter((fact) => fact !== null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line py-2.5">
      <div className="min-w-56 flex-1">
        <p className="font-mono text-sm wrap-anywhere">{quantisation ?? name}</p>
        <p className="text-xs wrap-anywhere text-ink-faint">{facts.join(' · ')}</p>
      </div>
      <span className="w-16 flex-none text-right text-sm tabular-nums">{format.bytes(sizeBytes)}</span>
      {repository.isKnownArchitecture === false ? null : (
        <span className="flex w-24 flex-none">
          <FitPill
            name={name}
            fit={fit}
            file={{
              host,
              asked,
              isOffline: settings?.isOffline ?? true,
              ask: () => void askFileFit(repository, variant),
            }}
          />
        </span>
      )}
      <div className="flex w-32 flex-none justify-end">
        <DownloadButton variant={variant} repository={repository} />
      </div>
    </li>
  );
}
