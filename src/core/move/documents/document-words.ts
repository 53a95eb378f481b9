/**
 * The words of a document for people, in the reader's language. Runs in the core. Pure. (A page's own words are in
 * renderer/i18n; these go into files, which the terminal writes too.)
 */
import type { Message } from '#contract/conversations.ts';
import type { FinishReason } from '#contract/reply.ts';

export type DocumentRequest = {
  readonly language: 'en' | 'fr';
  readonly exportedBy: string;
  readonly nowMs: number;
};

export type DocumentWords = {
  readonly language: 'en' | 'fr';
  readonly you: string;
  readonly reply: string;
  readonly system: string;
  readonly untitled: string;
  /** The name of a document with several conversations. */
  readonly conversations: string;
  readonly begun: (ms: number) => string;
  readonly exported: (by: string, ms: number) => string;
  readonly attached: (name: string) => string;
  readonly page: (number: number) => string;
  readonly otherBranches: (messages: number) => string;
  /** Above the text of a summary. */
  readonly summary: (messages: number, model: string) => string;
  /** How a reply ended, where it did not end by itself; empty: nothing to say. */
  readonly state: (message: Message) => string;
};

type States = Readonly<Record<Exclude<FinishReason, 'endToken' | 'stopString'>, string>>;

const states: Readonly<Record<'en' | 'fr', States>> = {
  en: {
    tokenLimit: 'Ended at the limit of tokens.',
    contextLimit: 'Ended because the context was full.',
    stopped: 'Stopped.',
    interrupted: 'Interrupted.',
  },
  fr: {
    tokenLimit: 'Terminée à la limite de jetons.',
    contextLimit: 'Terminée parce que le contexte était plein.',
    stopped: 'Arrêtée.',
    interrupted: 'Interrompue.',
  },
};

function stateOf(language: 'en' | 'fr', { role, state, end }: Message): string {
  if (role === 'user') return '';
  if (state === 'streaming') return states[language].interrupted;
  const reason = end?.reason ?? 'endToken';
  return reason === 'endToken' || reason === 'stopString' ? '' : states[language][reason];
}

export function documentWords(language: 'en' | 'fr'): DocumentWords {
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const count = new Intl.NumberFormat(language);
  const state = (message: Message): string => stateOf(language, message);
  if (language === 'fr')
    return {
      ...{
        language,
        you: 'Vous',
        reply: 'Réponse',
        system: 'Consigne système',
        untitled: 'Nouvelle conversation',
      },
      conversations: 'Conversations',
      begun: (ms) => `Commencée le ${moment.format(ms)}`,
      exported: (by, ms) => `Exporté par ${by} le ${moment.format(ms)}`,
      attached: (name) => `Document joint : ${name}`,
      page: (number) => `Page ${count.format(number)}`,
      otherBranches: (messages) =>
        messages === 1
          ? '1 message d’une autre branche n’est pas dans ce document.'
          : `${count.format(messages)} messages d’autres branches ne sont pas dans ce document.`,
      summary: (messages, model) =>
        `Résumé des ${count.format(messages)} messages ci-dessus, que le modèle lit à leur place (écrit par ${model})`,
      state,
    };
  return {
    ...{ language, you: 'You', reply: 'Reply', system: 'System prompt', untitled: 'New conversation' },
    conversations: 'Conversations',
    begun: (ms) => `Begun on ${moment.format(ms)}`,
    exported: (by, ms) => `Exported by ${by} on ${moment.format(ms)}`,
    attached: (name) => `Attached document: ${name}`,
    page: (number) => `Page ${count.format(number)}`,
    otherBranches: (messages) =>
      messages === 1
        ? '1 message of another branch is not in this document.'
        : `${count.format(messages)} messages of other branches are not in this document.`,
    summary: (messages, model) =>
      `Summary of the ${count.format(messages)} messages above, which the model reads in their place (written by ${model})`,
    state,
  };
}
