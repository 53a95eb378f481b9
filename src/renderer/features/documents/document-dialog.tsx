/**
 * The text of a document, page by page: to read, to look something up in, to copy. Page. Shows what the model reads; the file
 * itself is not kept.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../client.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Modal } from '../../components/modal.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { closeDocument, type ShownDocument, useShownDocument } from '../../state/open-document.ts';
import { FindField } from './find-field.tsx';

export function DocumentDialog(): ReactNode {
  const shown = useShownDocument((state) => state.shown);
  return (
    <Modal title={shown?.name ?? ''} isOpen={shown !== null} onClose={closeDocument} isWide>
      {shown ? <DocumentText key={`${shown.id} ${shown.page} ${shown.find}`} shown={shown} /> : null}
    </Modal>
  );
}

function DocumentText({ shown }: { readonly shown: ShownDocument }): ReactNode {
  const { t } = useTranslation('documents');
  const pages = useRef<HTMLDivElement>(null);
  const { data, error } = useQuery({
    queryKey: ['document', shown.id],
    queryFn: () => core.documents.get({ documentId: shown.id }),
    gcTime: 0,
    retry: false,
  });
  if (error) return <ErrorPanel error={toPageError(error)} />;
  if (!data) return <p className="text-sm text-ink-faint">{t('loading')}</p>;
  return (
    <>
      <div className="sticky -top-5 z-10 -mx-6 -mt-5 flex items-center gap-2 border-b border-line bg-raised px-6 py-2">
        <FindField pagesRef={pages} first={shown} text={data.text} />
        <CopyButton text={data.text.join('\n\n')} label={t('copy')} />
      </div>
      <p className="mt-3 text-xs text-ink-faint">{t('dialogKept')}</p>
      <Pages pagesRef={pages} text={data.text} isPaged={data.isPaged} page={shown.page} />
    </>
  );
}

type PagesProps = {
  readonly pagesRef: RefObject<HTMLDivElement | null>;
  readonly text: readonly string[];
  readonly isPaged: boolean;
  /** The one to begin with. */
  readonly page: number;
};

function Pages({ pagesRef, text, isPaged, page }: PagesProps): ReactNode {
  const { t } = useTranslation('documents');
  const format = useFormat();
  useEffect(() => {
    if (page > 1) pagesRef.current?.children[page - 1]?.scrollIntoView({ block: 'start' });
  }, [pagesRef, page]);
  return (
    <div ref={pagesRef} data-document-pages>
      {text
        .map((each, index) => ({ each, number: index + 1 }))
        .map(({ each, number }) => (
          <section
            key={number}
            className="mt-4 scroll-mt-14 [content-visibility:auto] [contain-intrinsic-size:auto_480px]"
          >
            {isPaged ? (
              <h3 className="mb-1 text-xs font-medium text-ink-faint">
                {t('page', { number: format.integer(number) })}
              </h3>
            ) : null}
            {each.trim() === '' ? (
              <p className="text-sm text-ink-faint">{t('emptyPage')}</p>
            ) : (
              <p dir="auto" data-page-text className="text-sm leading-6 wrap-anywhere whitespace-pre-wrap">
                {each}
              </p>
            )}
          </section>
        ))}
    </div>
  );
}
