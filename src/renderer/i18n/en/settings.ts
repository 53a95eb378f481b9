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
    'Nothing leaves this machine unless you start it. Prisme sends no request of its own, and fetches no font, image or update.',
  privacyOpen: 'Open the privacy page',
  memory: 'Memory',
  help: {
    title: 'What the numbers mean',
    lead: 'A reply is the repeated choice of one token: a word or a piece of one. Before each choice the model gives every token of its vocabulary a probability. Prisme keeps those numbers as they are computed.',
    rawTerm: 'Before settings',
    raw: 'The model’s own probability of a token, over the whole vocabulary, at temperature 1.',
    afterTerm: 'After settings',
    after:
      'The probability that the token was really drawn with: after temperature, top-p and the other settings have cut and reshaped the choice.',
    recomputedTerm: 'Recomputed',
    recomputed:
      'Computed by the model in a later pass, not captured while the reply was written. Batches, threads and the build move the last digits, so the numbers may differ slightly; the line below them says how they were computed.',
    surprisalTerm: 'Surprise, in bits',
    surprisal:
      'How unexpected the token was: 1 bit is a coin toss, 3.6 bits is a draw of one in twelve, 0 bits was certain.',
    rankTerm: 'Rank',
    rank: 'The place of the token among all by probability. Rank 1 was the favourite.',
    marginTerm: 'Lead, or margin',
    margin:
      'How far the favourite was ahead: its probability minus that of the second choice, in points. A small lead means that the model was torn.',
    entropyTerm: 'Entropy',
    entropy:
      'How wide the choice was before the token: 0 bits means one possible token, 3 bits means about eight equal ones. Shown as an interval when the part outside the captured tokens leaves room.',
    perplexityTerm: 'Perplexity',
    perplexity:
      'Of a text: as surprising, token for token, as a fair draw among that many. It holds for one way of cutting into tokens only, so n, the number of tokens, stands beside it.',
    bitsPerByteTerm: 'Bits per byte',
    bitsPerByte:
      'The surprise of a whole text over its length in bytes. It does not depend on how a model cuts, so two models can be compared by it.',
    tailTerm: 'The others',
    tail: 'All tokens that are not listed, taken together. Their sum is exact.',
    branchTerm: 'Branch',
    branch:
      'Another way on from a token: the same tokens up to there, then the one that you chose. The first version stays, and ‹2/3› leads from one to the other.',
    treeTerm: 'Tree, and “other”',
    tree: 'What may be written after a beginning, the most probable path first. Whatever is not listed is together in “other”, so that everything after a token sums to the whole.',
    truthTerm: 'Likely does not mean true',
    truth: 'A probability says how the model would go on with the text. It says nothing about the world.',
    documentsTitle: 'Documents',
    documents:
      'Text, Markdown, CSV, source code, PDF and Word files can be attached to a message: with the paper clip, by dropping or by pasting. Their text is taken out on this machine and kept with the conversation; the files are not. The model reads the whole text, with the name and the page numbers, before the message, and again with every later question: the context has to hold it. Each document says how many tokens it costs before anything is sent. Scans and pictures hold no text.',
    titlesTitle: 'Titles',
    titles:
      'A conversation is called after its first words. After its first reply its own model writes a short title, on this machine and when nothing else wants the model: whatever you ask goes first. The pen in the list shows it, and the menu of the conversation stops it, asks for another one, or goes back to the first words. A title that you wrote is never replaced unless you ask for it. The settings switch this off.',
    promptsTitle: 'Prompts and slash commands',
    prompts:
      'Texts that you use again are kept in the prompt library. In a message, / at the beginning of a line or behind a space lists them; letters narrow the list, Enter takes one, Escape leaves the text as it is. What stands between double braces is a variable, and is asked for before the text is put there. Every message can be saved as a prompt from its menu; the library can be exported and imported.',
    searchTitle: 'Search',
    contextTitle: 'The context',
    context:
      'A model reads at most so many tokens at once. The bar under the message says what fills them: template, system prompt, messages before, this message, the room kept for the reply. Press it for the exact numbers, and to choose what happens when a conversation no longer fits: ask, leave out the oldest messages, or have the model summarise them first. They stay in the conversation, and each reply says what it did not read, or read as a summary. A mark stands behind messages that are read as a summary: open it to read the text, to change it, or to have the messages themselves read again.',
    presetsTitle: 'Presets',
    presets:
      'A preset holds a system prompt, the sampler, the template, what happens when the context is full, and a model if you want. A conversation takes all of it at once and keeps values of its own: its settings say what was changed since, and lead back. Changing or deleting a preset changes no conversation.',
    beginningTitle: 'How a reply begins',
    beginning:
      'What you write as its beginning becomes the first tokens of the reply; the model goes on behind them. They are cut into tokens by themselves, so no token reaches across the end of your text. The reply says that they are yours and how probable they were, and in the inspector each shows what the model would have written there.',
    moveTitle: 'Taking along and bringing in',
    move: 'As JSON, conversations come back with everything: branches, settings, and what was captured for every token. Markdown and a web page are for reading. Exports of ChatGPT, Claude, Open WebUI, LM Studio and Jan can be brought in. Nothing that is there is changed, and an import can be undone as a whole.',
    organiseTitle: 'Keeping order',
    organise:
      'Pinned conversations stand first. A folder gives its system prompt and its model to new conversations in it, and to no other. The archive takes conversations out of the list; the search still finds them. What is deleted stays in the bin for 30 days, with the date on which it goes for good. All of this is in the menu of each conversation, in the menu above the list, and among the commands (Ctrl+K).',
    search:
      'Every word has to be in the message, the last one also as a beginning; case, accents and French articles make no difference. “a phrase” keeps words together, -word leaves out, model:name, folder:name, tag:name, before:2026-03 and after:2026 narrow. All branches are searched, and the documents of messages.',
    hub: 'A quantisation stores each weight of a model in fewer bits. Small ones (below 4.4 bits a weight) save memory and lose quality; balanced ones (up to 6.3) seldom show a difference; large ones are hardly to be told from the original. Models are found in a list that comes with Prisme, or on the hub when you press the button that names it.',
    hubFit:
      '“Fits” is what loading would come to now: weights, cache and computing beside 256 MB for the system, with a context of at least 2,048 tokens. “Slow” fits, but would write fewer than five tokens a second, judged by the largest model that was measured here and the bytes that a token reads.',
    instrumentsLead:
      'Ways to look inside a model without a chat. They are in the menu at the bottom left. An imported trace needs no model.',
    instruments: {
      nextToken: 'What could come next at the caret, while you type. Or be the sampler, and pay in bits.',
      scoring: 'How surprising each token of a text is that you paste, open or take from a conversation.',
      crossReading:
        'What several models make of the same text: bits per byte over the same bytes, divergences, and where they disagree.',
      choices:
        'How probable each answer to a question is, scored in several ways, for one or several models.',
      grids:
        'The same prompts and variants of them for several models, settings and seeds, with the spread of each row and column.',
      tree: 'How a text may go on, path by path, with what is left out counted too.',
      tokenizer: 'How a model cuts a text, or several models side by side.',
      playground: 'What each sampler setting does to one captured choice. Nothing is evaluated.',
      hesitations: 'Where the model was torn, or where a setting took its favourite away.',
      comparisons:
        'The same prompts for two to six models, side by side; what differs, and any lane as a chat of its own. Or blind: vote before you see the names, and get ratings by folder.',
    },
  },
};
