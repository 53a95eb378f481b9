/** English: what fills the context, and what happens when it is full. */
export const context = {
  title: 'What fills the context',
  open: 'What fills the context: {{used}} of {{total}} tokens',
  shown: '{{used}} of {{total}}',
  overShown: '{{used}} of {{total}}: too long',
  part: 'Part',
  tokens: 'Tokens',
  parts: {
    template: 'Chat template',
    system: 'System prompt',
    summary: 'Summary of the oldest messages',
    history: 'Messages before',
    attachments: 'Attachments',
    text: 'This message',
    beginning: 'Beginning of the reply',
    reserve: 'Kept for the reply',
    free: 'Free',
  },
  sum: 'Context',
  exact: 'Counted with the model’s own tokeniser. A reply may use what is free, too.',
  tooLong:
    'All together would be {{needed}} tokens. The context holds {{total}}, and {{reserve}} of them stay free for the reply.',
  alone: 'This message alone is longer than the context. It cannot be sent as it is.',
  withDocuments:
    'The attached documents have {{attached}} tokens, and {{room}} would fit. Remove one, attach a part of it, or load the model with a longer context.',
  willCut_one: 'The oldest message will not be read:',
  willCut_other: 'The {{shown}} oldest messages will not be read:',
  wouldCut_one: 'You will be asked before sending. To make room, the oldest message would not be read:',
  wouldCut_other:
    'You will be asked before sending. To make room, the {{shown}} oldest messages would not be read:',
  reply: 'Reply',
  willCutShort_one: '1 message will not be read',
  willCutShort_other: '{{shown}} messages will not be read',
  strategy: 'When it no longer fits',
  strategies: { stop: 'Ask me', dropOldest: 'Leave out the oldest', summariseOldest: 'Summarise the oldest' },
  strategyHints: {
    stop: 'Nothing is sent. You see what would be left out, and decide.',
    dropOldest:
      'The model does not read the oldest questions with their replies, as few as needed. The system prompt stays. Each reply says what was left out.',
    summariseOldest:
      'The model first writes a summary of the oldest questions and replies, and reads it in their place. They stay in the conversation. You can read and change the summary.',
  },
  strategyDefault: 'When a conversation no longer fits',
  strategyDefaultHint: 'What new conversations begin with. Each one can be told otherwise.',
};
