/**
 * The modules that guard something, for mutation testing: which files are changed, and which tests must notice. Plain
 * data. The tests are those beside a guard: they are quick enough to run once for every change, and a guard whose own
 * tests do not notice is not tested.
 */

const within = (folder, names) => names.split(' ').map((name) => `${folder}/${name}.ts`);

/** @type {readonly { name: string, files: readonly string[], tests: readonly string[] }[]} */
export const guards = [
  {
    name: 'host check',
    files: within('src/web', 'access session'),
    tests: within('src/web', 'access.test session.test'),
  },
  {
    name: 'path list',
    files: within('src/core/shells', 'page-files'),
    tests: within('src/core/shells', 'page-files.test'),
  },
  {
    name: 'way out',
    files: within('src/egress', 'guard ledger listening loopback permits'),
    tests: within('src/egress', '*.test'),
  },
  {
    name: 'GGUF reader',
    files: within(
      'src/core/models/gguf',
      'byte-cursor gguf-limits header-summary known-architectures quantisation-names read-header read-tensors read-value tensor-sizes',
    ),
    tests: within(
      'src/core/models/gguf',
      'byte-cursor.test header-summary.test read-header.test read-value.test tensor-sizes.test',
    ),
  },
  {
    name: 'sampler chain',
    files: [
      ...within('src/probability', 'sampler-chain chain-state'),
      ...within(
        'src/probability/stages',
        'dry logit-bias min-p move-logits penalties temperature top-k top-n-sigma top-p typical-p xtc',
      ),
    ],
    tests: [
      ...within('src/probability', 'chain-state.test sampler-chain*.test'),
      ...within('src/probability/stages', '*.test'),
    ],
  },
  {
    name: 'write path',
    files: within(
      'src/core/db',
      'chunk-checksum message-check message-hash messages open-data-folder private-file replace-database row-checksum seal traces verify',
    ),
    tests: within('src/core/db', '*.test'),
  },
  {
    name: 'migrations',
    files: within(
      'src/core/db',
      'migrate migrations/0010-conversations migrations/0020-models migrations/0030-forks migrations/0040-chunk-checksums migrations/0050-row-checksums migrations/0060-comparisons migrations/0070-grids migrations/0080-votes migrations/0090-chat-choice migrations/0100-model-places migrations/0110-memory-peaks migrations/0120-downloads migrations/0130-search migrations/0140-organise migrations/0150-context-strategy migrations/0160-documents migrations/0170-prompts migrations/0180-reply-beginning migrations/0190-presets migrations/0200-summaries migrations/migrations',
    ),
    tests: within('src/core/db', '*.test'),
  },
  {
    name: 'schemas',
    files: within(
      'src/contract',
      'app backups chat-format choice-set choices comparisons conversations cross-reading downloads egress engine folders generation grids hesitations ids inspection model-facts model-places models network place preset-file presets privacy profile prompt reply sampler scoring search settings summaries tokenizer traces tree vocabulary-table votes',
    ),
    tests: within('src/contract', '*.test'),
  },
];
