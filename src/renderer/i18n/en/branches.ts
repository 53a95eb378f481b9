/** English: the tree of a conversation's branches. */
export const branches = {
  title: 'Branches of this conversation',
  lead: 'How probable each reply was for the model that wrote it: the sum of ln p over its tokens, before every setting, as captured while writing. Each further token makes it less probable. Enter or a click goes to the branch.',
  empty: 'There is no message yet.',
  reply: 'Reply, ln p',
  branch: 'Branch, ln p',
  nats: '{{value}} nats',
  about: '≈ ',
  tokens_one: '{{shown}} token',
  tokens_other: '{{shown}} tokens',
  noTrace: 'no trace',
  noText: '(no text)',
  you: 'You',
  model: 'Model',
  shown: 'on the branch that is shown',
};
