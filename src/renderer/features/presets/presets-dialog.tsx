/**
 * All presets: what each of them holds, what can be done with it, and the way out to a file and in from one. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Announced } from '../../components/announced.tsx';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Modal } from '../../components/modal.tsx';
import { useSaved } from '../../components/exporting/use-saved.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { useAppStatus, usePresets } from '../../state/queries.ts';
import { PresetRow } from './preset-row.tsx';
import { exportPresets, importPresets } from './preset-transfer.ts';

type Props = { readonly isOpen: boolean; readonly onClose: () => void };

export function PresetsDialog({ isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('presets');
  return (
    <Modal title={t('title')} isOpen={isOpen} onClose={onClose} isWide>
      <PresetList onClose={onClose} />
    </Modal>
  );
}

function PresetList({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('presets');
  const { data: presets, error } = usePresets();
  if (error) return <ErrorPanel error={toPageError(error)} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-ink-soft">{t('about')}</p>
      {presets?.length === 0 ? <p className="py-4 text-sm text-ink-faint">{t('empty')}</p> : null}
      {presets && presets.length > 0 ? (
        <ul className="border-b border-line">
          {presets.map((preset, index) => (
            <PresetRow
              key={preset.id}
              preset={preset}
              isFirst={index === 0}
              isLast={index === presets.length - 1}
              onClose={onClose}
            />
          ))}
        </ul>
      ) : null}
      <Announced dialog="presets" />
      <PresetFiles />
    </div>
  );
}

function PresetFiles(): ReactNode {
  const { t } = useTranslation('presets');
  const { data: presets = [] } = usePresets();
  const { data: status } = useAppStatus();
  const saved = useSaved();
  const [error, setError] = useState<PageError | null>(null);
  const [came, setCame] = useState(0);
  const take = async (file: File): Promise<void> => {
    setError(null);
    setCame(0);
    try {
      setCame(await importPresets(file));
    } catch (cause) {
      setError(toPageError(cause));
    }
  };
  return (
    <section className="flex flex-col gap-3" aria-label={t('files')}>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          isSmall
          disabled={presets.length === 0}
          onClick={() => saved(exportPresets(presets, status?.version ?? ''))}
        >
          {t('export')}
        </Button>
        <FileButton label={t('import')} accept=".json,application/json" onFile={(file) => void take(file)} />
        <p role="status" className="text-xs text-ink-faint">
          {came > 0 ? t('came', { count: came }) : t('filesHint')}
        </p>
      </div>
      {error ? <ErrorPanel error={error} /> : null}
    </section>
  );
}
