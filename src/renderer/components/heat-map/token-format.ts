/**
 * The numbers of a token as they stand on screen, rounded to what is known. Page, pure but for one hook. A probability
 * is never printed as 0 or 100 %: a softmax gives neither.
 */
import { useLanguage } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/format.ts';

export type TokenFormat = {
  /** 0.084 → "8.4%"; "<0.1%" and ">99.9%" at the ends; NaN → "—". */
  readonly probability: (fraction: number) => string;
  /** As `probability`, exactly 0 allowed: what a sampler stage removed has no chance at all. */
  readonly share: (fraction: number) => string;
  /** Two decimals, without the unit. NaN → "—". */
  readonly bits: (bits: number) => string;
  /** "2.70–3.10", or one number when both ends are printed alike. */
  readonly interval: (low: number, high: number) => string;
  /** At least 10: no decimals; below: one. */
  readonly choices: (count: number) => string;
  readonly integer: (value: number) => string;
  /** Three significant digits. */
  readonly significant: (value: number) => string;
  /** 3 → "3rd", "3ᵉ". */
  readonly ordinal: (value: number) => string;
  /** For reading aloud: "8 percent". */
  readonly spokenPercent: (fraction: number) => string;
};

const narrow = '\u202f';
const missing = '—';
const englishEnding = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' } as const;

function numbers(locale: string, minimum: number, maximum: number): (value: number) => string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: minimum,
    maximumFractionDigits: maximum,
  });
  return (value) => (Number.isFinite(value) ? format.format(value) : missing);
}

/** The forms of one language. */
export function createTokenFormat(language: Language): TokenFormat {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const sign = language === 'fr' ? `${narrow}%` : '%';
  const one = numbers(locale, 1, 1);
  const two = numbers(locale, 2, 2);
  const integer = numbers(locale, 0, 0);
  const threeDigits = new Intl.NumberFormat(locale, {
    maximumSignificantDigits: 3,
    minimumSignificantDigits: 3,
  });
  const plurals = new Intl.PluralRules(locale, { type: 'ordinal' });
  const probability = (fraction: number): string => {
    if (Number.isNaN(fraction)) return missing;
    const percent = fraction * 100;
    if (percent < 0.1) return `<${one(0.1)}${sign}`;
    if (percent > 99.9) return `>${one(99.9)}${sign}`;
    return `${one(percent)}${sign}`;
  };
  const ordinal = (value: number): string =>
    language === 'fr'
      ? `${integer(value)}${value === 1 ? 'er' : 'ᵉ'}`
      : `${integer(value)}${englishEnding[plurals.select(value)]}`;
  return {
    probability,
    share: (fraction) =>
      fraction === 0 ? `0${sign}` : fraction === 1 ? `100${sign}` : probability(fraction),
    bits: two,
    interval: (low, high) => (two(low) === two(high) ? two(low) : `${two(low)}–${two(high)}`),
    choices: (count) => (count < 10 ? one(count) : integer(count)),
    integer,
    significant: (value) => (Number.isFinite(value) ? threeDigits.format(value) : missing),
    ordinal,
    spokenPercent: (fraction) =>
      fraction < 0.01 ? one(Math.max(0.1, fraction * 100)) : integer(Math.min(99, fraction * 100)),
  };
}

const formats: Record<Language, TokenFormat> = { en: createTokenFormat('en'), fr: createTokenFormat('fr') };

/** The forms of the language in use. */
export function useTokenFormat(): TokenFormat {
  return formats[useLanguage()];
}
