/**
 * Prompts that can be added to the library, in both languages. Pure data: nothing of it is in the library uninvited. Not among
 * the words of i18n: their double braces are variables of prompts.
 */
import type { PromptFields } from '#contract/prompts.ts';

export const suggestions: Readonly<Record<'en' | 'fr', readonly PromptFields[]>> = {
  en: [
    {
      name: 'Summarise',
      command: 'summarise',
      description: 'The gist of a text, as short as you like',
      text: 'Summarise the following text in {{length|three sentences|one paragraph|five bullet points}}. Keep names and figures; add nothing of your own.\n\n{{text}}',
    },
    {
      name: 'Rewrite',
      command: 'rewrite',
      description: 'The same meaning in another tone',
      text: 'Rewrite the following text in a {{tone|plain|friendly|formal}} tone. Keep its meaning and its language.\n\n{{text}}',
    },
    {
      name: 'Translate',
      command: 'translate',
      description: 'Into another language, with its tone kept',
      text: 'Translate the following text into {{language:French}}. Keep its tone; answer with the translation only.\n\n{{text}}',
    },
    {
      name: 'Explain',
      command: 'explain',
      description: 'A notion, for whoever you name',
      text: 'Explain {{subject}} to {{reader:somebody who has never heard of it}}, with one example.',
    },
    {
      name: 'Correct',
      command: 'correct',
      description: 'Spelling and grammar, and what was changed',
      text: 'Correct the spelling and grammar of the following text. Change nothing else, and list your changes below.\n\n{{text}}',
    },
  ],
  fr: [
    {
      name: 'Résumer',
      command: 'resumer',
      description: 'L’essentiel d’un texte, à la longueur voulue',
      text: 'Résume le texte suivant en {{longueur|trois phrases|un paragraphe|cinq points}}. Garde les noms et les chiffres, n’ajoute rien.\n\n{{texte}}',
    },
    {
      name: 'Reformuler',
      command: 'reformuler',
      description: 'Le même sens, dans un autre ton',
      text: 'Reformule le texte suivant dans un ton {{ton|simple|amical|soutenu}}. Garde son sens et sa langue.\n\n{{texte}}',
    },
    {
      name: 'Traduire',
      command: 'traduire',
      description: 'Dans une autre langue, sans perdre le ton',
      text: 'Traduis le texte suivant en {{langue:anglais}}. Garde son ton et réponds par la traduction seule.\n\n{{texte}}',
    },
    {
      name: 'Expliquer',
      command: 'expliquer',
      description: 'Une notion, pour la personne que vous nommez',
      text: 'Explique {{sujet}} à {{lecteur:quelqu’un qui n’en a jamais entendu parler}}, avec un exemple.',
    },
    {
      name: 'Corriger',
      command: 'corriger',
      description: 'Orthographe et grammaire, et ce qui a changé',
      text: 'Corrige l’orthographe et la grammaire du texte suivant. Ne change rien d’autre, et liste tes corrections à la fin.\n\n{{texte}}',
    },
  ],
};
