/**
 * The panel when there is nothing to show: why, and the one thing to do. Page.
 */
import type { ReactNode } from 'react';

type Props = {
  readonly title?: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

export function PanelMessage({ title, text, action }: Props): ReactNode {
  return (
    <div className="panel-message" role="status">
      {title !== undefined && <h3>{title}</h3>}
      <p>{text}</p>
      {action && (
        <button type="button" className="action-button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
