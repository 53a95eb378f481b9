/**
 * Keeps a fault in drawing one part from taking the window. Page.
 */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';

type Props = { readonly children: ReactNode };

/** React tells faults of its children only to classes. */
export class Failsafe extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return <Failure onAgain={() => this.setState({ hasFailed: false })} />;
  }
}

function Failure({ onAgain }: { readonly onAgain: () => void }): ReactNode {
  const { t } = useTranslation('app');
  return (
    <div role="alert" className="grid h-full place-items-center p-6">
      <div className="max-w-md text-sm">
        <p className="font-medium">{t('failure.title')}</p>
        <p className="mt-1 text-ink-soft">{t('failure.safe')}</p>
        <Button className="mt-4" onClick={onAgain}>
          {t('failure.action')}
        </Button>
      </div>
    </div>
  );
}
