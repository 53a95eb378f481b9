/**
 * An image in a reply: its description and address as text. Page. Nothing is ever loaded.
 */
import { ImageOff } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import type { ExtraProps } from 'react-markdown';
import { useTranslation } from 'react-i18next';

export function ImageAsText({ children }: ComponentProps<'q'> & ExtraProps): ReactNode {
  const { t } = useTranslation('inspector');
  return (
    <span className="image-as-text" title={t('markdown.imageNotLoaded')}>
      <ImageOff size={14} aria-label={t('markdown.imageNotLoaded')} /> {children}
    </span>
  );
}
