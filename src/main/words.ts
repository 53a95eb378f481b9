/**
 * The few words that the shell itself says, in both languages: the menu, the file dialog, and a start that fails.
 * Runs in Electron's main process. Everything else is said by the page.
 */
import { type ErrorCode, type ErrorRecord, errorCatalogue } from '#contract/errors.ts';

const english = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  chooseModel: 'Choose a GGUF model',
  chooseFolder: 'Choose a folder of models',
  ggufModels: 'GGUF models',
  cannotStart: 'Prisme cannot start',
  quit: 'Quit',
  coreEnded:
    'The part of Prisme that keeps your conversations keeps stopping. Everything that was saved is safe. The log in the data folder says more.',
};
export type Words = Readonly<Record<keyof typeof english, string>>;

const french: Words = {
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  window: 'Fenêtre',
  chooseModel: 'Choisir un modèle GGUF',
  chooseFolder: 'Choisir un dossier de modèles',
  ggufModels: 'Modèles GGUF',
  cannotStart: 'Prisme ne peut pas démarrer',
  quit: 'Quitter',
  coreEnded:
    'La partie de Prisme qui garde vos conversations s’arrête sans cesse. Tout ce qui était enregistré est sauf. Le journal du dossier de données en dit plus.',
};

/** The codes that a start can fail with; English comes from the catalogue. */
const frenchErrors: Partial<Record<ErrorCode, string>> = {
  'app.alreadyRunning':
    'Prisme est déjà ouvert sur ce dossier de données. Utilisez la fenêtre déjà ouverte, ou choisissez un autre dossier avec --data.',
  'app.diskFull':
    'Le disque de vos conversations est plein. Libérez de la place, puis réessayez. Rien de ce qui était enregistré n’est perdu.',
  'app.dataFolderNotWritable':
    'Prisme ne peut pas écrire dans son dossier de données. Vérifiez les droits du dossier, ou choisissez-en un autre avec --data.',
  'app.storageFailed':
    'La lecture ou l’écriture du dossier de données a échoué. Vérifiez le disque, puis réessayez.',
  'app.internal':
    'Quelque chose a échoué qui n’aurait pas dû. Réessayez. Si cela se répète, le journal du dossier de données dit où.',
  'database.damaged':
    'La base de données est endommagée ; elle n’a pas été touchée. Restaurez une sauvegarde (« restore »), ou récupérez ce qui est lisible (« salvage »).',
  'database.newerVersion':
    'Le dossier de données vient d’un Prisme plus récent. Mettez Prisme à jour. Les données n’ont pas changé.',
};

const isFrench = (locale: string): boolean => locale.toLowerCase().startsWith('fr');

/** @param locale the system's language, for example "fr-FR". */
export function wordsFor(locale: string): Words {
  return isFrench(locale) ? french : english;
}

/** A failed start in words: what happened, what to do. */
export function startErrorText({ code }: ErrorRecord, locale: string): string {
  const { message, action } = errorCatalogue[code];
  return (isFrench(locale) ? frenchErrors[code] : undefined) ?? `${message} ${action}`;
}
