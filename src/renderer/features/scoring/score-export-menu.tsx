/**
 * The ways to take a scored text along: one row for each token, or its heat map as a picture. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { ExportMenu, usePictureValues, type ExportItem } from '../../components/exporting/export-menu.tsx';
import type { Picture } from '../../components/exporting/heat-map-picture.ts';
import { pngOf } from '../../components/exporting/png.ts';
import { scoredTextCsv } from '../../components/exporting/reply-files.ts';
import { fileNameOf, saveFile } from '../../components/exporting/save-file.ts';
import { useHeatMapPicture } from '../../components/exporting/use-heat-map-picture.ts';
import { useSaved } from '../../components/exporting/use-saved.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { runTransfer } from '../../state/transfers.ts';

type Props = {
  readonly trace: TokenTrace;
  readonly modelName: string;
  readonly profile: EvaluationProfile;
};

export function ScoreExportMenu({ trace, modelName, profile }: Props): ReactNode {
  const { t } = useTranslation('exporting');
  const saved = useSaved();
  const draw = useHeatMapPicture();
  const picture = (ending: 'svg' | 'png'): Picture =>
    draw({
      trace,
      title: t('title.scored', { model: modelName }),
      modelName,
      profile,
      measure: 'surprisal',
      hasValues: usePictureValues.getState().hasValues,
      ending,
    });
  const item = (label: string, ending: string, make: (signal: AbortSignal) => Promise<Blob>): ExportItem => ({
    label,
    ending: ending.toUpperCase(),
    run: () => {
      const fileName = fileNameOf(`prisme ${t('name.scored')}`, ending);
      void runTransfer('export', fileName, async (onProgress, signal) => {
        onProgress(null);
        saveFile(fileName, await make(signal));
        saved(fileName);
      });
    },
  });
  const items = [
    item(t('csv'), 'csv', (signal) => scoredTextCsv(trace, signal)),
    item(t('heatMap'), 'svg', async () => new Blob([picture('svg').svg], { type: 'image/svg+xml' })),
    item(t('heatMap'), 'png', () => pngOf(picture('png'))),
  ];
  return <ExportMenu tip={t('menu.scored')} items={items} hasHeatMap />;
}
