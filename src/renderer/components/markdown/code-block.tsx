/**
 * A code block with its language and a copy button. Page.
 */
import { Check, Copy } from 'lucide-react';
import { useRef, useState, type ComponentProps, type ReactNode } from 'react';
import type { ExtraProps } from 'react-markdown';
import { useTranslation } from 'react-i18next';

/** "language-ts" → "ts"; the class comes from the info string of the fence. */
function languageOf(node: ExtraProps['node']): string {
  const code = node?.children.find((child) => child.type === 'element' && child.tagName === 'code');
  const names = code?.type === 'element' ? code.properties['className'] : undefined;
  const name = Array.isArray(names)
    ? names.map(String).find((each) => each.startsWith('language-'))
    : undefined;
  return name?.slice('language-'.length) ?? '';
}

export function CodeBlock({ node, children }: ComponentProps<'pre'> & ExtraProps): ReactNode {
  const { t } = useTranslation('inspector');
  const code = useRef<HTMLPreElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText((code.current?.textContent ?? '').replace(/\n$/, ''));
    setCopied(true);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="code-block">
      <div className="code-block-bar">
        <span>{languageOf(node) || t('markdown.code')}</span>
        <button type="button" onClick={() => void copy()} onBlur={() => setCopied(false)}>
          <Icon size={14} aria-hidden />
          <span aria-live="polite">{isCopied ? t('markdown.copied') : t('markdown.copy')}</span>
        </button>
      </div>
      <pre ref={code} tabIndex={0}>
        {children}
      </pre>
    </div>
  );
}
