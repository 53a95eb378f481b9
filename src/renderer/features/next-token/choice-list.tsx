/**
 * A list to choose from: one tab stop, moved through with the arrows, taken with Enter, a digit or a click. Page.
 */
import { useId, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { listKey } from './list-key.ts';

export type Choice = {
  readonly tokenId: number;
  /** Said by a screen reader. */
  readonly name: string;
  readonly row: ReactNode;
};

type Props = {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onTake: (tokenId: number) => void;
};

export function ChoiceList({ label, choices, onTake }: Props): ReactNode {
  const listId = useId();
  const [active, setActive] = useState(0);
  const current = Math.min(active, choices.length - 1);
  const take = (index: number): void => {
    const taken = choices[index];
    if (!taken) return;
    setActive(0);
    onTake(taken.tokenId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const answer = listKey(event, current, choices.length);
    if (answer === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (answer.isTaken) {
      take(answer.index);
      return;
    }
    setActive(answer.index);
    document.getElementById(`${listId}-${answer.index}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onClick = ({ target }: MouseEvent): void => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    if (row) take(Number(row.dataset['index']));
  };
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={`${listId}-${current}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
      className="rounded"
    >
      {choices.map(({ tokenId, name, row }, index) => (
        <div
          key={tokenId}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === current}
          aria-label={name}
          data-index={index}
          data-token-id={tokenId}
          className={`min-h-7 rounded px-1 hover:bg-hover ${index === current ? 'bg-selected' : ''}`}
        >
          {row}
        </div>
      ))}
    </div>
  );
}
