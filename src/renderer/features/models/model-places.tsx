/**
 * The files that hold a model: where they lie, which of them could go, and the way to delete one. Page.
 */
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectedModel } from '#contract/model-facts.ts';
import type { Model } from '#contract/models.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { PageSection } from '../../components/page-section.tsx';
import { useRemoveModel } from './remove-model.ts';

type Props = { readonly model: Model; readonly inspected: InspectedModel };

export function ModelPlaces({ model, inspected }: Props): ReactNode {
  const { t } = useTranslation('model-files');
  const format = useFormat();
  const { deleteFile } = useRemoveModel();
  const { places, movedFrom, freeableBytes } = inspected;
  return (
    <PageSection title={t('page.places')}>
      {freeableBytes > 0 ? (
        <p className="mt-2 text-sm text-ink-soft">{t('freeable', { size: format.bytes(freeableBytes) })}</p>
      ) : null}
      <ul className="mt-2 border-b border-line text-sm">
        {places.map(({ id, fileName, folder, isPresent, isLink }) => (
          <li key={id} className="flex items-center gap-3 border-t border-line py-2">
            <div className="min-w-0 flex-1">
              <p className="font-mono text-xs leading-5 break-all">{fileName}</p>
              <p className="text-xs break-all text-ink-faint">{folder}</p>
              {isPresent ? null : <p className="text-xs text-danger">{t('placeGone')}</p>}
              {isLink ? <p className="text-xs text-ink-faint">{t('placeLink')}</p> : null}
            </div>
            {isPresent ? (
              <IconButton
                icon={Trash2}
                label={t('deleteAt', { file: fileName.slice(0, 60), folder: folder.slice(-60) })}
                onClick={() => void deleteFile(model, id)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {movedFrom === null ? null : (
        <p className="mt-2 text-sm break-all text-ink-soft">{t('movedFrom', { path: movedFrom })}</p>
      )}
      {model.isReplaced ? (
        <p className="mt-2 text-sm break-all text-ink-soft">
          {model.fileName}: {t('replaced')}
        </p>
      ) : null}
    </PageSection>
  );
}
