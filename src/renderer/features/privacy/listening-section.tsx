/**
 * Where Prisme takes connections: nowhere in its window, at one port of this machine in a browser. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListeningSocket } from '#contract/egress.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { PageSection } from '../../components/page-section.tsx';

export function ListeningSection({ sockets }: { readonly sockets: readonly ListeningSocket[] }): ReactNode {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const isOwnOnly = sockets.every(({ address }) => address === '127.0.0.1' || address === '::1');
  return (
    <PageSection title={t('listening')}>
      <p className="mt-1 text-lg">
        {t('listeningCount', { count: sockets.length, shown: format.integer(sockets.length) })}
      </p>
      {sockets.length > 0 ? (
        <ul className="mt-1">
          {sockets.map(({ protocol, address, port }) => (
            <li key={`${protocol} ${address} ${port}`} className="font-mono text-sm">
              {protocol.toUpperCase()} {address.includes(':') ? `[${address}]` : address}:{port}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-1 text-sm text-ink-soft">
        {sockets.length === 0 ? t('listeningNone') : isOwnOnly ? t('listeningOwn') : t('listeningOpen')}
      </p>
    </PageSection>
  );
}
