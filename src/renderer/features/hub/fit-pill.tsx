/**
 * Whether a model fits, in a word; the sum behind it one step away. Page.
 */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fit } from '#contract/hub.ts';
import { MemorySumTable } from '../../components/memory-sum/memory-sum-table.tsx';
import { Progress } from '../../components/progress.tsx';
import { useErrorWords, useFormat } from '../../i18n/i18n.ts';
import type { Asked } from './hub-store.ts';

const looks: Readonly<Record<Fit['verdict'], string>> = {
  fits: 'border-line-strong text-ink-soft',
  slow: 'border-dashed border-ink-faint text-ink-soft',
  doesNotFit: 'border-danger text-danger',
};

/** A file that can be asked for its own sum. */
export type FileOfHub = {
  readonly host: string;
  readonly asked: Asked<Fit>;
  readonly isOffline: boolean;
  readonly ask: () => void;
};

type Props = {
  readonly name: string;
  /** Estimated. */
  readonly fit: Fit;
  /** Missing: there is no file to ask, as in the list. */
  readonly file?: FileOfHub;
};

export function FitPill({ name, fit: estimated, file }: Props): ReactNode {
  const { t } = useTranslation(['hub', 'memory']);
  const exact = file?.asked.status === 'done' ? file.asked.answer : null;
  const fit = exact ?? estimated;
  const verdict = t(`hub:fit.${fit.verdict}`);
  const willAsk = file !== undefined && exact === null && !file.isOffline;
  return (
    <Popover.Root onOpenChange={(isOpen) => (isOpen && willAsk ? file.ask() : undefined)}>
      <Popover.Trigger
        data-verdict={fit.verdict}
        data-exact={exact !== null}
        aria-label={
          willAsk
            ? t('hub:fit.openFile', { verdict, name, host: file.host })
            : t('hub:fit.open', { verdict, name })
        }
        className={`inline-flex h-6 flex-none items-center rounded border px-2 text-xs whitespace-nowrap hover:bg-hover ${looks[fit.verdict]}`}
      >
        {verdict}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50">
          <Popover.Popup className="menu w-[352px] !p-4">
            <Popover.Title className="text-sm font-semibold wrap-anywhere">
              {t('memory:sum.title', { name })}
            </Popover.Title>
            <Basis isExact={exact !== null} file={file} />
            <Sum fit={fit} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Whether the sum is of this very file, and what became of asking. */
function Basis({
  isExact,
  file,
}: {
  readonly isExact: boolean;
  readonly file: FileOfHub | undefined;
}): ReactNode {
  const { t } = useTranslation('hub');
  const words = useErrorWords();
  const asked = file?.asked;
  return (
    <div className="mt-1 mb-3 text-xs text-ink-soft" role="status">
      <p>
        <strong className="font-medium text-ink">{t(isExact ? 'fit.exact' : 'fit.estimated')}</strong>{' '}
        {t(isExact ? 'fit.exactHint' : 'fit.estimate')}
      </p>
      {asked?.status === 'running' ? (
        <div className="mt-2">
          <p className="mb-1 text-ink-faint">{t('fit.reading', { host: file?.host })}</p>
          <Progress label={t('fit.reading', { host: file?.host })} fraction={null} />
        </div>
      ) : null}
      {asked?.status === 'failed' ? (
        <p className="mt-2 border-l-2 border-danger pl-2">
          {t('fit.notRead', { what: words(asked.error.code).what })}
        </p>
      ) : null}
      {file?.isOffline === true && !isExact ? (
        <p className="mt-2 text-ink-faint">{t('fit.offline')}</p>
      ) : null}
    </div>
  );
}

function Sum({ fit }: { readonly fit: Fit }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const speed = fit.tokensPerSecond;
  const shownSpeed = speed === null ? '' : format.decimal(speed, speed < 10 ? 1 : 0);
  return (
    <>
      <MemorySumTable terms={fit} />
      <p className="mt-3 text-xs text-ink-faint">
        {speed === null ? t('fit.speedUnknown') : t('fit.speed', { shown: shownSpeed })}
        {fit.verdict === 'slow' ? ` ${t('fit.slowHint')}` : ''}
      </p>
    </>
  );
}
