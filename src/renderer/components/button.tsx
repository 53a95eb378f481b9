/**
 * A button with words. Page.
 */
import type { ComponentProps, ReactNode } from 'react';

type Props = ComponentProps<'button'> & {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly isSmall?: boolean;
};

const looks = { plain: '', primary: 'button-primary', quiet: 'button-quiet', danger: 'button-danger' };

export function Button({ look = 'plain', isSmall = false, className = '', ...rest }: Props): ReactNode {
  return (
    <button
      type="button"
      className={`button ${looks[look]} ${isSmall ? 'button-small' : ''} ${className}`}
      {...rest}
    />
  );
}
