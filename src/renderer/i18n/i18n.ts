/**
 * The two languages, switched while the page is open. Runs in the page. Exports the hooks through which every
 * component gets its words, numbers and error texts; holds no words itself.
 */
import i18next from 'i18next';
import { initReactI18next, setI18n, useTranslation } from 'react-i18next';
import type { PageErrorCode } from '../core-error.ts';
import { en } from './en/en.ts';
import { errors as englishErrors } from './en/errors.ts';
import type { ErrorWords } from './error-words.ts';
import { createFormat, type Format, type Language } from './format.ts';
import { errors as frenchErrors } from './fr/errors.ts';
import { fr } from './fr/fr.ts';
import { withFrenchSpaces } from './words.ts';

declare module 'i18next' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- i18next reads its types from this interface
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}

const formats: Record<Language, Format> = { en: createFormat('en'), fr: createFormat('fr') };
const errorWords: Record<Language, Record<PageErrorCode, ErrorWords>> = {
  en: englishErrors,
  fr: withFrenchSpaces(frenchErrors),
};

/** The language of the system, as far as Prisme speaks it. */
export function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** Makes i18next ready, synchronously: the words are in the bundle. */
export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: systemLanguage(),
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { en, fr: withFrenchSpaces(fr) },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  // `useTranslation` copies every property of its instance for every component that uses it: a tenth of what drawing a
  // message took. This one has none of its own and does whatever the instance does.
  setI18n(Object.create(i18next) as typeof i18next);
  document.documentElement.lang = i18next.language;
}

/** Switches every word on screen. */
export function setLanguage(language: Language): void {
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

/** The language in use. Components that call this are drawn again when it changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'fr' ? 'fr' : 'en';
}

/** Numbers, sizes and dates in the language in use. */
export function useFormat(): Format {
  return formats[useLanguage()];
}

/** The words for an error code in the language in use. */
export function useErrorWords(): (code: PageErrorCode) => ErrorWords {
  const words = errorWords[useLanguage()];
  return (code) => words[code];
}
