/** French: the app's settings, help. */
import type { settings as english } from '../en/settings.ts';
import type { Words } from '../words.ts';

export const settings: Words<typeof english> = {
  title: 'Réglages',
  language: 'Langue',
  english: 'English',
  french: 'Français',
  theme: 'Thème',
  themeSystem: 'Système',
  themeLight: 'Clair',
  themeDark: 'Sombre',
  palette: 'Carte de chaleur',
  paletteHint: 'Chaque degré a aussi son soulignement : la couleur n’est jamais le seul signe.',
  paletteBlue: 'Bleu',
  paletteMono: 'Soulignements seuls',
  about: 'À propos',
  version: 'Prisme {{version}}',
  privacy:
    'Rien ne quitte cette machine sans que vous le lanciez. Prisme n’envoie aucune requête de lui-même et ne va chercher ni police, ni image, ni mise à jour.',
  privacyOpen: 'Ouvrir la page Confidentialité',
  memory: 'Mémoire',
  help: {
    title: 'Ce que disent les nombres',
    lead: 'Une réponse est le choix répété d’un jeton : un mot ou un morceau de mot. Avant chaque choix, le modèle donne une probabilité à chaque jeton de son vocabulaire. Prisme garde ces nombres tels qu’ils sont calculés.',
    rawTerm: 'Avant réglages',
    raw: 'La probabilité que le modèle donne lui-même au jeton, sur tout le vocabulaire, à température 1.',
    afterTerm: 'Après réglages',
    after:
      'La probabilité avec laquelle le jeton a vraiment été tiré : une fois que la température, top-p et les autres réglages ont coupé et remodelé le choix.',
    recomputedTerm: 'Recalculé',
    recomputed:
      'Calculé par le modèle dans un passage ultérieur, et non capté pendant l’écriture. Les lots, les fils d’exécution et la version font bouger les derniers chiffres : les nombres peuvent différer un peu. La ligne en dessous dit comment ils ont été calculés.',
    surprisalTerm: 'Surprise, en bits',
    surprisal:
      'À quel point le jeton était inattendu : 1 bit est un pile ou face, 3,6 bits un tirage d’une chance sur douze, 0 bit était certain.',
    rankTerm: 'Rang',
    rank: 'La place du jeton parmi tous, par probabilité. Le rang 1 était le favori.',
    marginTerm: 'Avance, ou marge',
    margin:
      'De combien le favori menait : sa probabilité moins celle du deuxième choix, en points. Une petite avance veut dire que le modèle hésitait.',
    entropyTerm: 'Entropie',
    entropy:
      'La largeur du choix avant le jeton : 0 bit veut dire un seul jeton possible, 3 bits environ huit jetons à égalité. Donnée en intervalle quand la part hors des jetons captés laisse du jeu.',
    perplexityTerm: 'Perplexité',
    perplexity:
      'D’un texte : aussi surprenant, jeton par jeton, qu’un tirage à égalité parmi ce nombre. Elle ne vaut que pour un découpage, et n, le nombre de jetons, figure à côté.',
    bitsPerByteTerm: 'Bits par octet',
    bitsPerByte:
      'La surprise d’un texte entier divisée par sa longueur en octets. Elle ne dépend pas du découpage : deux modèles peuvent être comparés par elle.',
    tailTerm: 'Les autres',
    tail: 'Tous les jetons qui ne sont pas listés, ensemble. Leur somme est exacte.',
    branchTerm: 'Branche',
    branch:
      'Une autre suite à partir d’un jeton : les mêmes jetons jusque-là, puis celui que vous avez choisi. La première version reste, et ‹2/3› mène de l’une à l’autre.',
    treeTerm: 'Arbre, et « autres »',
    tree: 'Ce qui peut s’écrire après un début, le chemin le plus probable d’abord. Tout ce qui n’est pas listé est réuni sous « autres » : ce qui suit un jeton fait toujours le tout.',
    truthTerm: 'Probable ne veut pas dire vrai',
    truth: 'Une probabilité dit comment le modèle continuerait le texte. Elle ne dit rien du monde.',
    documentsTitle: 'Documents',
    documents:
      'Des fichiers texte, Markdown, CSV, de code, PDF et Word peuvent être joints à un message : avec le trombone, en les déposant ou en les collant. Leur texte est extrait sur cette machine et gardé avec la conversation ; les fichiers ne le sont pas. Le modèle lit tout le texte, avec le nom et les numéros de page, avant le message, puis de nouveau à chaque question suivante : le contexte doit le contenir. Chaque document dit combien de jetons il coûte avant tout envoi. Un scan ou une image ne contient pas de texte.',
    titlesTitle: 'Les titres',
    titles:
      'Une conversation porte d’abord ses premiers mots. Après sa première réponse, son propre modèle écrit un titre court, sur cette machine et quand rien d’autre n’a besoin du modèle : ce que vous demandez passe avant. La plume dans la liste le montre, et le menu de la conversation l’arrête, en demande un autre ou revient aux premiers mots. Un titre écrit par vous n’est jamais remplacé, sauf si vous le demandez. Les réglages permettent de s’en passer.',
    promptsTitle: 'Demandes et commandes à barre oblique',
    prompts:
      'Les textes que vous réutilisez sont dans la bibliothèque de demandes. Dans un message, / en début de ligne ou derrière une espace les liste ; des lettres réduisent la liste, Entrée en prend une, Échap laisse le texte tel quel. Ce qui est entre doubles accolades est une variable, demandée avant l’insertion. Chaque message peut devenir une demande par son menu ; la bibliothèque s’exporte et s’importe.',
    searchTitle: 'Recherche',
    contextTitle: 'Le contexte',
    context:
      'Un modèle lit au plus tant de jetons à la fois. La barre sous le message dit ce qui les remplit : gabarit, consigne, messages précédents, ce message, la place gardée pour la réponse. Appuyez dessus pour les nombres exacts, et pour choisir ce qui se passe quand une conversation ne tient plus : demander, écarter les messages les plus anciens, ou les faire résumer d’abord par le modèle. Ils restent dans la conversation, et chaque réponse dit ce qu’elle n’a pas lu, ou lu sous forme de résumé. Une marque suit les messages qui sont lus ainsi : ouvrez-la pour lire le texte, le modifier, ou faire relire les messages eux-mêmes.',
    presetsTitle: 'Préréglages',
    presets:
      'Un préréglage contient une consigne, les réglages du tirage, le gabarit, ce qui se passe quand le contexte est plein, et un modèle si vous voulez. Une conversation en prend tout d’un coup et garde ses propres valeurs : ses réglages disent ce qui a changé depuis, et ramènent en arrière. Changer ou supprimer un préréglage ne change aucune conversation.',
    beginningTitle: 'Le début d’une réponse',
    beginning:
      'Ce que vous écrivez comme début devient les premiers jetons de la réponse ; le modèle continue après eux. Ils sont découpés à part : aucun jeton ne dépasse la fin de votre texte. La réponse dit qu’ils sont de vous et combien ils étaient probables, et l’inspecteur montre pour chacun ce que le modèle aurait écrit là.',
    moveTitle: 'Emporter et apporter',
    move: 'En JSON, les conversations reviennent avec tout : branches, réglages et ce qui a été capturé pour chaque jeton. Markdown et page web sont faits pour être lus. Les exports de ChatGPT, Claude, Open WebUI, LM Studio et Jan peuvent être apportés. Rien de ce qui est là n’est changé, et un import s’annule en entier.',
    organiseTitle: 'Ranger',
    organise:
      'Les conversations épinglées viennent en premier. Un dossier donne sa consigne et son modèle aux nouvelles conversations qu’on y commence, et à aucune autre. Les archives retirent une conversation de la liste ; la recherche la trouve encore. Ce qui est supprimé reste 30 jours dans la corbeille, avec la date de l’effacement définitif. Tout cela se trouve dans le menu de chaque conversation, dans le menu au-dessus de la liste et parmi les commandes (Ctrl+K).',
    search:
      'Chaque mot doit être dans le message, le dernier aussi comme début ; majuscules, accents et articles élidés ne comptent pas. "une expression" garde les mots ensemble, -mot écarte, model:nom, folder:nom, tag:nom, before:2026-03 et after:2026 restreignent. Toutes les branches sont fouillées, et les documents des messages.',
    hub: 'Une quantification range chaque poids d’un modèle sur moins de bits. Les petites (moins de 4,4 bits par poids) épargnent la mémoire et perdent en qualité ; les équilibrées (jusqu’à 6,3) montrent rarement une différence ; les grandes se distinguent à peine de l’original. On trouve des modèles dans une liste fournie avec Prisme, ou sur le serveur quand vous pressez le bouton qui le nomme.',
    hubFit:
      '« Tient » dit ce que donnerait un chargement maintenant : poids, cache et calcul à côté de 256 Mo pour le système, avec un contexte d’au moins 2 048 jetons. « Lent » tient, mais écrirait moins de cinq jetons par seconde, d’après le plus grand modèle mesuré ici et les octets qu’un jeton lit.',
    instrumentsLead:
      'Des façons de regarder dans un modèle sans dialoguer. Elles sont dans le menu en bas à gauche. Une trace importée n’a pas besoin du modèle.',
    instruments: {
      nextToken:
        'Ce qui pourrait suivre à l’endroit du curseur, pendant que vous écrivez. Ou tirez vous-même, et payez en bits.',
      scoring:
        'La surprise de chaque jeton d’un texte que vous collez, ouvrez ou prenez dans une conversation.',
      crossReading:
        'Ce que plusieurs modèles font d’un même texte : bits par octet sur les mêmes octets, divergences, et où ils sont en désaccord.',
      choices:
        'La probabilité de chaque réponse à une question, mesurée de plusieurs façons, pour un ou plusieurs modèles.',
      grids:
        'Les mêmes demandes et leurs variantes pour plusieurs modèles, réglages et graines, avec l’écart de chaque ligne et colonne.',
      tree: 'Comment un texte peut continuer, chemin par chemin, en comptant aussi ce qui est laissé de côté.',
      tokenizer: 'Comment un modèle découpe un texte, ou plusieurs modèles côte à côte.',
      playground: 'Ce que fait chaque réglage d’échantillonnage à un choix capté. Rien n’est évalué.',
      hesitations: 'Où le modèle hésitait, ou bien où un réglage lui a pris son favori.',
      comparisons:
        'Les mêmes demandes à deux à six modèles, côte à côte ; ce qui diffère, et toute colonne en conversation à part. Ou à l’aveugle : votez avant de voir les noms, et obtenez un classement par dossier.',
    },
  },
};
