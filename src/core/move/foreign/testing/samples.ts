/**
 * Files of other programs as their shapes are documented (see the readers), with invented words. Runs in tests only.
 */

const second = 1_700_000_000;
const text = (role: string, words: string, more: object = {}) => ({
  author: { role, name: null, metadata: {} },
  create_time: second + 0.25,
  content: { content_type: 'text', parts: [words] },
  status: 'finished_successfully',
  recipient: 'all',
  metadata: {},
  ...more,
});

/** A question with two answers, one of which was reached through a tool; thoughts, a picture, hidden instructions. */
export const chatGptFile = [
  {
    title: 'Prisms',
    create_time: second,
    update_time: second + 60,
    conversation_id: '6510a7f2-0000-4000-8000-000000000001',
    current_node: 'b2',
    mapping: {
      root: { id: 'root', message: null, parent: null, children: ['sys'] },
      sys: { id: 'sys', message: text('system', 'Be brief.'), parent: 'root', children: ['ctx'] },
      ctx: {
        id: 'ctx',
        message: text('user', '', { content: { content_type: 'user_editable_context', user_profile: 'x' } }),
        parent: 'sys',
        children: ['q'],
      },
      q: {
        id: 'q',
        message: text('user', 'What is a prism?', {
          content: {
            content_type: 'multimodal_text',
            parts: [{ content_type: 'image_asset_pointer' }, 'What is a prism?'],
          },
        }),
        parent: 'ctx',
        children: ['a1', 't1'],
      },
      a1: {
        id: 'a1',
        message: text('assistant', 'Glass.', { metadata: { model_slug: 'gpt-4o' } }),
        parent: 'q',
        children: [],
      },
      t1: {
        id: 't1',
        message: text('assistant', '', { content: { content_type: 'thoughts', thoughts: [] } }),
        parent: 'q',
        children: ['t2'],
      },
      t2: {
        id: 't2',
        message: text('assistant', 'search()', { recipient: 'web' }),
        parent: 't1',
        children: ['t3'],
      },
      t3: { id: 't3', message: text('tool', 'results'), parent: 't2', children: ['b1'] },
      b1: {
        id: 'b1',
        message: text('assistant', 'A block', { metadata: { model_slug: 'o3' } }),
        parent: 't3',
        children: ['b2'],
      },
      b2: {
        id: 'b2',
        message: text('assistant', 'of glass.', { metadata: { model_slug: 'o3' } }),
        parent: 'b1',
        children: [],
      },
    },
  },
];

const zeros = '00000000-0000-4000-8000-000000000000';
export const claudeFile = [
  {
    uuid: '7a000000-0000-4000-8000-000000000001',
    name: 'Lenses',
    created_at: '2026-03-01T10:00:00.000000Z',
    updated_at: '2026-03-01T10:05:00.000000Z',
    account: { uuid: 'x' },
    chat_messages: [
      {
        uuid: 'm1', sender: 'human', text: 'Read this.', content: [{ type: 'text', text: 'Read this.' }],
        created_at: '2026-03-01T10:00:01Z', parent_message_uuid: zeros,
        attachments: [{ file_name: '', file_type: 'txt', extracted_content: 'A pasted page.' }], files: [{ file_name: 'a.png' }],
      },
      {
        uuid: 'm2', sender: 'assistant', text: 'First.', created_at: '2026-03-01T10:00:02Z', parent_message_uuid: 'm1',
        content: [{ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'First.' }], attachments: [], files: [],
      },
      {
        uuid: 'm3', sender: 'assistant', text: 'Second.', created_at: '2026-03-01T10:00:03Z', parent_message_uuid: 'm1',
        content: [{ type: 'tool_use', name: 'x' }, { type: 'text', text: 'Second.' }], attachments: [], files: [],
      },
    ],
  },
]; // prettier-ignore

export const openWebUiFile = [
  {
    id: '9b000000-0000-4000-8000-000000000001',
    user_id: 'u',
    title: 'Colours',
    created_at: second,
    updated_at: second + 9,
    pinned: true,
    chat: {
      title: 'Colours',
      models: ['llama3.2:3b'],
      params: { system: 'Speak plainly.' },
      history: {
        currentId: 'r1',
        messages: {
          u1: { id: 'u1', parentId: null, childrenIds: ['r1', 'r2'], role: 'user', content: 'Why blue?', timestamp: second, files: [{}] },
          r1: {
            id: 'r1', parentId: 'u1', childrenIds: [], role: 'assistant', model: 'llama3.2:3b', timestamp: second + 1,
            content: '<details type="reasoning" done="true">\n<summary>Thought</summary>\n> light\n</details>\nScattering.',
          },
          r2: { id: 'r2', parentId: 'u1', childrenIds: [], role: 'assistant', content: 'The sky.', model: 'qwen3:4b', timestamp: second + 2 },
        },
      },
    },
  },
]; // prettier-ignore

export const lmStudioFile = {
  name: 'Rainbows',
  pinned: false,
  createdAt: second * 1_000,
  preset: '',
  tokenCount: 12,
  systemPrompt: '',
  perChatPredictionConfig: { fields: [{ key: 'llm.prediction.systemPrompt', value: 'Answer in one word.' }] },
  lastUsedModel: { identifier: 'qwen2.5-7b-instruct' },
  messages: [
    {
      versions: [
        {
          type: 'singleStep',
          role: 'user',
          content: [{ type: 'text', text: 'How many colours?' }, { type: 'file' }],
        },
      ],
      currentlySelected: 0,
    },
    {
      versions: [
        {
          type: 'multiStep',
          role: 'assistant',
          senderInfo: { senderName: 'qwen2.5-7b-instruct' },
          steps: [
            {
              type: 'contentBlock',
              style: { type: 'thinking' },
              content: [{ type: 'text', text: 'seven?' }],
            },
            {
              type: 'contentBlock',
              content: [{ type: 'text', text: 'Seven.' }],
              genInfo: { indexedModelIdentifier: 'q/q2.5.gguf' },
            },
            { type: 'debugInfoBlock', debugInfo: 'x' },
          ],
        },
        {
          type: 'multiStep',
          role: 'assistant',
          steps: [{ type: 'contentBlock', content: [{ type: 'text', text: 'Six.' }] }],
        },
      ],
      currentlySelected: 1,
    },
    {
      versions: [{ type: 'singleStep', role: 'user', content: [{ type: 'text', text: 'Sure?' }] }],
      currentlySelected: 0,
    },
  ],
};

export const janThread = {
  id: 'jan_1700000000',
  object: 'thread',
  title: 'Spectra',
  created: second,
  updated: second + 5,
  assistants: [{ assistant_id: 'jan', instructions: 'Be exact.', model: { id: 'tinyllama-1.1b' } }],
};
const janMessage = (id: string, role: string, value: string) => ({
  id,
  object: 'thread.message',
  thread_id: janThread.id,
  role,
  content: [{ type: 'text', text: { value, annotations: [] } }],
  created_at: second * 1_000,
  metadata: {},
});
export const janMessages = [
  janMessage('01', 'user', 'What is a line?'),
  {
    ...janMessage('02', 'assistant', 'A wavelength.'),
    content: [{ type: 'image_url' }, { type: 'text', text: { value: 'A wavelength.' } }],
  },
]
  .map((line) => JSON.stringify(line))
  .join('\n');
