/** French: finding models. */
import type { hub as english } from '../en/hub.ts';
import type { Words } from '../words.ts';

export const hub: Words<typeof english> = {
  title: 'Trouver des modèles',
  intro:
    'Une courte liste fournie avec Prisme, qui n’a pas besoin de réseau, et une recherche sur le serveur de modèles pour tout le reste.',
  mine: 'Modèles sur cette machine',
  search: {
    label: 'Nom d’un modèle',
    placeholder: 'Nom, auteur ou sujet',
    action: 'Chercher sur {{host}}',
    narrows: 'Ce que vous tapez réduit la liste ci-dessous.',
    asks: 'Le bouton interroge {{host}}, qui voit alors les mots, les filtres et votre adresse.',
    running: 'Demande à {{host}}',
    offline:
      'Prisme est hors ligne : rien ne peut être cherché ni téléchargé. La liste ci-dessous n’a pas besoin de réseau.',
    offlineAction: 'Ouvrir la page Confidentialité',
    results_one: 'Un modèle avec des fichiers GGUF sur {{host}}',
    results_other: '{{shown}} modèles avec des fichiers GGUF sur {{host}}',
    sorted: 'Les plus téléchargés d’abord.',
    none: '{{host}} n’a pas de tel modèle avec des fichiers GGUF.',
    noneHint: 'Essayez moins de mots ou de filtres.',
    more: 'La suite sur {{host}}',
    backToList: 'Retour à la liste de Prisme',
  },
  filters: {
    label: 'Filtres',
    any: 'Sans filtre',
    task: 'Pour',
    tasks: { 'text-generation': 'Dialogue et textes', 'feature-extraction': 'Plongements' },
    language: 'Langue',
    licence: 'Licence',
    size: 'Paramètres',
    under: 'moins de {{most}}',
    between: 'de {{least}} à {{most}}',
    over: 'plus de {{least}}',
  },
  catalogue: {
    title: 'La liste de Prisme',
    hint: 'Les tailles sont approximatives ; le serveur donne les tailles exactes quand on affiche les fichiers.',
    none: 'Rien ne correspond dans cette liste. Le bouton ci-dessus cherche sur le serveur.',
    use: {
      chat: 'Pour dialoguer',
      reasoning: 'Pour réfléchir à voix haute',
      embedding: 'Pour chercher par le sens',
    },
    embeddingHint: 'Prisme ne s’en sert pas encore.',
  },
  goodFrench: 'bon français',
  french: 'parle français',
  gated: 'sous conditions',
  gatedHint:
    'Ses auteurs ne le donnent qu’aux personnes qui ont accepté leurs conditions sur le serveur. Prisme a alors besoin de votre jeton d’accès, dans les réglages.',
  about: 'environ {{shown}}',
  parameters: '{{shown}} de paramètres',
  parametersAbout: 'environ {{shown}} de paramètres',
  context: 'contexte {{shown}}',
  downloads: '{{shown}} téléchargements par mois',
  updated: 'modifié le {{moment}}',
  licenceUnknown: 'licence non précisée',
  open: 'Afficher les fichiers de {{name}}',
  openShort: 'Fichiers',
  opensWith: 'Afficher les fichiers interroge {{host}}.',
  repository: {
    back: 'Retour à la liste',
    loading: 'Demande des fichiers à {{host}}',
    again: 'Interroger à nouveau {{host}}',
    licence: 'Licence',
    languages: 'Langues',
    architecture: 'Architecture',
    parameters: 'Paramètres',
    context: 'Contexte',
    updated: 'Dernière modification',
    downloads: 'Téléchargements par mois',
    notSaid: 'Non précisé',
    files: 'Fichiers',
    unknownArchitecture:
      'Le moteur de Prisme ne connaît pas l’architecture « {{architecture}} » : on pourrait le télécharger, mais pas le charger.',
    empty: 'Il n’y a ici aucun fichier GGUF que Prisme puisse utiliser.',
    leftOut_one:
      'Un fichier GGUF est laissé de côté : ce n’est pas un modèle complet, ou il n’a pas de somme de contrôle.',
    leftOut_other:
      '{{shown}} fichiers GGUF sont laissés de côté : ce ne sont pas des modèles complets, ou ils n’ont pas de somme de contrôle.',
    parts: '{{shown}} parties',
    bits: '{{shown}} bits par poids',
  },
  group: {
    small: 'Petites',
    balanced: 'Équilibrées',
    large: 'Grandes',
  },
  groupCost: {
    small:
      'Le moins de mémoire, et les plus rapides. Les réponses sont sensiblement moins bonnes, surtout pour des modèles de moins de 8 milliards de paramètres.',
    balanced:
      'Environ un tiers de la taille d’origine. On remarque rarement une différence avec l’original : un bon premier choix.',
    large:
      'À peine distinguables de l’original. Jusqu’à deux fois la mémoire des équilibrées, et environ la moitié de leur vitesse.',
  },
  fit: {
    fits: 'tient',
    slow: 'lent',
    doesNotFit: 'ne tient pas',
    open: '{{verdict}} : afficher le calcul pour {{name}}',
    estimate: 'Cache et calcul sont estimés d’après le nombre de paramètres.',
    speed:
      'Environ {{shown}} jetons par seconde, d’après les octets qu’un jeton lit et un modèle mesuré ici.',
    speedUnknown: 'Sa vitesse n’est pas connue : aucun modèle qui permette de l’estimer n’a été mesuré ici.',
    slowHint: 'On lit environ cinq jetons par seconde.',
  },
  download: {
    have: 'Sur cette machine',
    start: 'Télécharger {{name}}, {{size}}',
    short: 'Télécharger',
    resume: 'Reprendre le téléchargement de {{name}}, {{size}}',
    resumeShort: 'Reprendre',
    of: 'Téléchargement de {{name}}',
    running: 'Téléchargement',
    verifying: 'Vérification',
  },
};
