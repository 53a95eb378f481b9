/** English: what a person writes as the beginning of a reply. */
export const replyBeginning = {
  open: 'Say how the reply begins',
  label: 'The reply begins with',
  placeholder: 'For example: Yes, because',
  hint: 'Becomes the first tokens of the reply, exactly like this. The model goes on behind them.',
  trailingSpace:
    'Ends with a space. Most models write the space with the next word: without it they go on more naturally.',
  remove: 'Remove the beginning',
  again: 'Write again with this beginning',
  line: 'Begun by you: “{{text}}”',
  version: 'begun by you: “{{text}}”',
  tokens_one: '+ {{shown}} of the reply’s beginning',
  tokens_other: '+ {{shown}} of the reply’s beginning',
};
