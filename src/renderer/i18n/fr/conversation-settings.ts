/** French: system prompt and sampler settings of a conversation. */
import type { conversationSettings as english } from '../en/conversation-settings.ts';
import type { Words } from '../words.ts';

export const conversationSettings: Words<typeof english> = {
  title: 'Réglages de cette conversation',
  scope:
    'Ils valent pour les prochaines réponses. Celles qui existent gardent les réglages de leur écriture.',
  systemPrompt: 'Consigne',
  systemPromptHint: 'Lue par le modèle avant la conversation.',
  systemPromptPlaceholder: 'Par exemple : Réponds en un court paragraphe.',
  template: 'Comment le modèle reçoit les messages',
  templates: { model: 'Gabarit de conversation', none: 'Texte seul' },
  templateHint: 'Un modèle de base ne sait pas discuter : il continue le texte seul.',
  preset: 'Liberté d’écriture',
  presets: { greedy: 'Glouton', precise: 'Précis', balanced: 'Équilibré', creative: 'Créatif' },
  presetHints: {
    greedy: 'Toujours le jeton le plus probable. La même question reçoit la même réponse.',
    precise: 'Reste près des jetons les plus probables.',
    balanced: 'Un peu de variété. Un bon début.',
    creative: 'Plus de variété, et plus de surprises.',
    custom: 'Vos propres réglages.',
  },
  keepAsDefault: 'Garder par défaut pour {{name}}',
  keepAsDefaultHint: 'Les nouvelles conversations avec ce modèle commencent alors ainsi, sans la graine.',
  isDefault: 'Les nouvelles conversations avec {{name}} commencent ainsi.',
  custom: 'Personnel',
  more: 'Tous les paramètres',
  limits: 'Limites',
  choice: 'Quels jetons peuvent être tirés',
  penalties: 'Répétition',
  other: 'Autres',
  neutral: 'neutre : {{value}}',
  resetOne: 'Remettre {{name}} à sa valeur neutre',
  off: 'désactivé',
  random: 'au hasard',
  unlimited: 'autant que possible',
  oneALine: 'Un par ligne ; \\n représente un saut de ligne.',
  parameters: {
    temperature: {
      name: 'Température',
      hint: 'Sous 1, le choix se resserre ; au-dessus, il s’aplatit. 0 prend toujours le favori.',
    },
    topK: { name: 'Top-k', hint: 'Garde seulement ce nombre de jetons parmi les plus probables.' },
    topP: { name: 'Top-p', hint: 'Garde les jetons les plus probables jusqu’à atteindre cette part.' },
    minP: { name: 'Min-p', hint: 'Écarte les jetons sous cette part de la probabilité du favori.' },
    typicalP: {
      name: 'Typique',
      hint: 'Garde les jetons dont la surprise est la plus proche de la moyenne, jusqu’à cette part.',
    },
    topNSigma: {
      name: 'Top-n-sigma',
      hint: 'Garde les logits à moins de ce nombre d’écarts-types du plus haut.',
    },
    xtcProbability: {
      name: 'Probabilité XTC',
      hint: 'À quelle fréquence les jetons les plus probables sont écartés exprès.',
    },
    xtcThreshold: {
      name: 'Seuil XTC',
      hint: 'Au-dessus, un jeton compte comme trop probable. Au-dessus de 0,5, XTC ne fait rien.',
    },
    repeatPenalty: {
      name: 'Pénalité de répétition',
      hint: 'Au-dessus de 1, rend moins probables les jetons récents.',
    },
    frequencyPenalty: {
      name: 'Pénalité de fréquence',
      hint: 'Abaisse un jeton récent une fois par occurrence.',
    },
    presencePenalty: {
      name: 'Pénalité de présence',
      hint: 'Abaisse un jeton récent une seule fois, quel qu’en soit le nombre.',
    },
    penaltyLastTokens: {
      name: 'Fenêtre des pénalités',
      hint: 'Combien des derniers jetons les trois pénalités regardent.',
    },
    dryMultiplier: {
      name: 'Force DRY',
      hint: 'Abaisse les jetons qui continueraient une suite déjà écrite.',
    },
    dryBase: { name: 'Base DRY', hint: 'À quelle vitesse cela croît avec la longueur de la répétition.' },
    dryAllowedLength: {
      name: 'Longueur DRY permise',
      hint: 'Les répétitions jusqu’à ce nombre de jetons sont laissées.',
    },
    dryLastTokens: { name: 'Fenêtre DRY', hint: 'Combien des derniers jetons DRY regarde.' },
    drySequenceBreakers: { name: 'Coupures DRY', hint: 'Textes qui terminent une suite répétée.' },
    seed: {
      name: 'Graine',
      hint: 'La même graine, le même modèle et les mêmes réglages donnent la même réponse. Vide : une nouvelle à chaque fois.',
    },
    maxTokens: { name: 'Réponse la plus longue', hint: 'En jetons.' },
    stopStrings: { name: 'Textes d’arrêt', hint: 'La réponse se termine avant le premier d’entre eux.' },
    logitBias: { name: 'Biais de logit', hint: 'Ajoute au logit de certains jetons, par identifiant.' },
  },
  biasToken: 'Identifiant du jeton',
  biasValue: 'Ajout',
  biasAdd: 'Ajouter un jeton',
  biasRemove: 'Retirer',
};
