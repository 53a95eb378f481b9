/**
 * Numbers, sizes, durations and dates in the reader's locale. Portable, pure. Values that are unknown have no form
 * here: the caller leaves them out.
 */
export type Language = 'en' | 'fr';

/** A rounded span as it stands on screen, for example 0.42 s. */
const msPerSecond = 1_000;
const msPerDay = 86_400_000;

export type DayGroup =
  { readonly kind: 'today' | 'yesterday' | 'week' } | { readonly kind: 'month'; readonly label: string };

export type Format = {
  readonly integer: (value: number) => string;
  readonly decimal: (value: number, digits?: number) => string;
  /** `fraction` in [0, 1]. */
  readonly percent: (fraction: number, digits?: number) => string;
  /** Decimal units (1 kB = 1,000 bytes), two significant figures at least. */
  readonly bytes: (bytes: number) => string;
  readonly seconds: (durationMs: number) => string;
  /** 134,515,008 → 135M. */
  readonly compact: (value: number) => string;
  readonly time: (timestampMs: number) => string;
  /** Day and time, for example 31 Jan 2026, 09:30. */
  readonly dateTime: (timestampMs: number) => string;
  readonly day: (timestampMs: number) => string;
  readonly dayGroup: (timestampMs: number, nowMs: number) => DayGroup;
};

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

const unitFormat =
  (locale: string) =>
  (name: string, value: number, digits: number): string =>
    narrow(
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        // The short form of a byte is the word without its plural.
        unitDisplay: name === 'byte' ? 'long' : 'short',
        maximumFractionDigits: digits,
      }).format(value),
    );

/** The forms for one language. Made once a language, since Intl's formatters are slow to build. */
export function createFormat(language: Language): Format {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  // British English writes 135m and 7bn; the models' own names say 135M and 7B.
  const compact = new Intl.NumberFormat(language === 'fr' ? locale : 'en-US', {
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  const plain = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const unit = unitFormat(locale);
  return {
    integer: (value) => integer.format(value),
    decimal: (value, digits = 1) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
        value,
      ),
    percent: (fraction, digits = 0) =>
      narrow(
        new Intl.NumberFormat(locale, {
          style: 'percent',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }).format(fraction),
      ),
    bytes: (bytes) => {
      const { value, step } = inByteUnit(bytes);
      return unit(byteUnits[step] ?? 'byte', value, value < 10 && step > 0 ? 1 : 0);
    },
    // The SI sign in both languages: Intl would write "sec" and "secs" in English.
    seconds: (durationMs) => {
      const seconds = durationMs / msPerSecond;
      return `${plain(seconds, seconds < 1 ? 2 : seconds < 100 ? 1 : 0)}\u202fs`;
    },
    compact: (value) => compact.format(value),
    time: (timestampMs) => time.format(timestampMs),
    dateTime: (timestampMs) => narrow(dateTime.format(timestampMs)),
    day: (timestampMs) => narrow(day.format(timestampMs)),
    dayGroup: (timestampMs, nowMs) =>
      recentDay(timestampMs, nowMs) ?? { kind: 'month', label: month.format(timestampMs) },
  };
}

/** Which no-break space stands before a sign differs between versions of Intl; on screen it is the narrow one. */
function narrow(text: string): string {
  return text.replaceAll('\u00a0', '\u202f');
}

function inByteUnit(bytes: number): { readonly value: number; readonly step: number } {
  let step = 0;
  let value = bytes;
  while (value >= 999.5 && step < byteUnits.length - 1) {
    value /= 1_000;
    step += 1;
  }
  return { value, step };
}

function recentDay(timestampMs: number, nowMs: number): DayGroup | null {
  const days = Math.round((startOfDay(nowMs) - startOfDay(timestampMs)) / msPerDay);
  if (days <= 0) return { kind: 'today' };
  if (days === 1) return { kind: 'yesterday' };
  return days < 7 ? { kind: 'week' } : null;
}

function startOfDay(timestampMs: number): number {
  return new Date(timestampMs).setHours(0, 0, 0, 0);
}
