/**
 * A button that lets a person choose a file. Page. What becomes of the file is the caller's.
 */
import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';

type Props = {
  readonly label: string;
  /** As in the attribute of a file field: endings and types. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
};

export function FileButton({ label, accept, onFile }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button isSmall onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be opened once more.
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}

/** Plain texts, for `accept`. */
export const textFiles = '.txt,.md,text/plain,text/markdown';
