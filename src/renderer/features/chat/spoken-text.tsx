/**
 * What a screen reader hears while a reply is written: whole sentences, politely, never single tokens. Page.
 */
import { useState, type ReactNode } from 'react';
import { finishedSentences } from './finished-sentences.ts';

type Props = { readonly text: string; readonly isStreaming: boolean };

export function SpokenText({ text, isStreaming }: Props): ReactNode {
  // A reply that was there when the conversation was opened is read like any text, not announced.
  const [hasStreamed, setStreamed] = useState(isStreaming);
  if (isStreaming && !hasStreamed) setStreamed(true);
  if (!hasStreamed) return null;
  return (
    <div role="log" aria-live="polite" className="sr-only">
      {finishedSentences(text, !isStreaming).map((sentence, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- sentences only get added at the end
        <p key={index}>{sentence}</p>
      ))}
    </div>
  );
}
