/** English: the app's settings, help. */
export const settings = {
  title: 'Settings',
  language: 'Language',
  english: 'English',
  french: 'Français',
  theme: 'Theme',
  themeSystem: 'System',
  themeLight: 'Light',
  themeDark: 'Dark',
  palette: 'Heat map',
  paletteHint: 'Every step also has its own underline, so colour is never the only sign.',
  paletteBlue: 'Blue',
  paletteMono: 'Underlines only',
  about: 'About',
  version: 'Prisme {{version}}',
  privacy:
    'Nothing leaves this machine. Prisme sends no request of its own, and fetches no font, image or update.',
  memory: 'Memory',
  help: {
    title: 'What the numbers mean',
    lead: 'A reply is the repeated choice of one token: a word or a piece of one. Before each choice the model gives every token of its vocabulary a probability. Prisme keeps those numbers as they are computed.',
    rawTerm: 'Before settings',
    raw: 'The model’s own probability of a token, over the whole vocabulary, at temperature 1.',
    afterTerm: 'After settings',
    after:
      'The probability that the token was really drawn with: after temperature, top-p and the other settings have cut and reshaped the choice.',
    surprisalTerm: 'Surprise, in bits',
    surprisal:
      'How unexpected the token was: 1 bit is a coin toss, 3.6 bits is a draw of one in twelve, 0 bits was certain.',
    rankTerm: 'Rank',
    rank: 'The place of the token among all by probability. Rank 1 was the favourite.',
    entropyTerm: 'Entropy',
    entropy:
      'How wide the choice was before the token: 0 bits means one possible token, 3 bits means about eight equal ones. Shown as an interval when the part outside the captured tokens leaves room.',
    tailTerm: 'The others',
    tail: 'All tokens that are not listed, taken together. Their sum is exact.',
    truthTerm: 'Likely does not mean true',
    truth: 'A probability says how the model would go on with the text. It says nothing about the world.',
  },
};
