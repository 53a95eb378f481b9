/**
 * The arrows between the folders of src/, one rule each. A rule's comment is what someone reads who broke it.
 * scripts/arrows.mjs runs them, and also proves that they still see the files and still report a planted breach.
 */

const testFile = '[.](model[.])?test[.]tsx?$';

/** Processes whose way out is guarded: each imports the guard. A page has no Node and a policy instead. */
const guarded = new Set(['core', 'engine', 'main', 'web', 'cli']);

/** Code of one folder may name its own folder and the given ones. Tests may also look at what they test against. */
const knowsOnly = (folder, allowed, why) => ({
  name: `${folder}-knows-only-${allowed.join('-') || 'itself'}`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: testFile },
  to: {
    path: '^src/',
    pathNot: `^src/(${[folder, ...allowed, ...(guarded.has(folder) ? ['egress'] : [])].join('|')})/`,
  },
});

/** A package that belongs to some folders. */
const belongsTo = (name, packagePattern, folders, why) => ({
  name: `${name}-belongs-to-${folders.replaceAll('/', '-').replaceAll('|', '-and-')}`,
  comment: why,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(${folders})/` },
  to: { path: `(^|node_modules/)(${packagePattern})(/|$)` },
});

export default {
  forbidden: [
    knowsOnly(
      'probability',
      [],
      'Distributions and samplers are pure arithmetic: they know nothing else, so that every process and every test can use them.',
    ),
    knowsOnly(
      'contract',
      ['probability'],
      'The contract is what two processes may say to each other. If it knew one of them, the other would depend on it.',
    ),
    knowsOnly(
      'core',
      ['contract', 'probability'],
      'The core is the app without a window: it runs the same under Electron, in the web shell and in the terminal. Ask a shell for what only a shell can do (see LaunchEngine).',
    ),
    knowsOnly(
      'engine',
      ['contract', 'probability'],
      'An engine holds one model and knows no chats: what it needs arrives over its port, and its death takes nothing with it.',
    ),
    knowsOnly(
      'egress',
      ['contract'],
      'The guard of the way out stands in every process and so knows none of them.',
    ),
    knowsOnly(
      'renderer',
      ['contract', 'probability'],
      'A page is an untrusted guest: it speaks to the core through the contract only.',
    ),
    knowsOnly(
      'preload',
      ['contract', 'probability'],
      'The preload hands the page its port. Anything more would be a second way into the machine.',
    ),
    knowsOnly(
      'main',
      ['core', 'contract', 'probability'],
      'The Electron shell never knows the other shells: what two shells need belongs to the core.',
    ),
    knowsOnly(
      'web',
      ['core', 'contract', 'probability'],
      'The web shell never knows the other shells: what two shells need belongs to the core.',
    ),
    knowsOnly(
      'cli',
      ['core', 'contract', 'probability'],
      'The terminal shell never knows the other shells: what two shells need belongs to the core.',
    ),

    belongsTo(
      'electron',
      'electron',
      'main|preload',
      'Whatever imports Electron cannot run in the browser shell or in a test. Let main do it and say the result over a port.',
    ),
    belongsTo(
      'sqlite',
      'better-sqlite3',
      'core/db',
      'One folder knows SQL and the file on disk, so that the rules of durability are in one place. Add a function to core/db.',
    ),
    belongsTo(
      'llama',
      'node-llama-cpp',
      'engine',
      'A model file can abort or hang the process that loads it. Only the engine, which may die, touches llama.cpp.',
    ),
    belongsTo(
      'readers',
      'unpdf|mammoth',
      'core/documents',
      'A document can hang or exhaust the process that reads it. Ask core/documents for its words.',
    ),
    {
      name: 'documents-are-read-in-their-thread',
      comment:
        'Only the thread of the process that reads one document, which may die, looks into it. The core calls extractDocument.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/core/documents/document-thread[.]ts$|${testFile}` },
      to: { path: '^src/core/documents/read-(pdf|docx|text)[.]ts$' },
    },
    belongsTo('react', 'react|react-dom', 'renderer', 'Only the page draws.'),
    {
      name: 'network-belongs-to-egress-and-web',
      comment:
        'Nothing leaves this machine without a permit, and only the web shell listens, on 127.0.0.1. What needs another machine asks for a permit in src/egress and goes through it.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(egress|web)/|${testFile}` },
      to: { path: '^(node:)?(net|tls|http|https|http2|dgram|dns|dns/promises)$' },
    },
    belongsTo(
      'proxies',
      'https-proxy-agent|agent-base',
      'egress',
      'One file asks other machines, with a permit and through the proxy that a person has set. Take HttpGet from src/egress.',
    ),
    belongsTo('sockets', 'ws', 'web', 'Only the web shell opens a socket, and it opens it on 127.0.0.1.'),
    {
      name: 'main-knows-no-chats',
      comment:
        'The Electron shell shows windows and starts processes. From the core it takes the messages of its pipe and what all shells share (core/shells), never conversations, models or the database.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: testFile },
      to: { path: '^src/core/', pathNot: '^src/core/(shells/|shell-messages[.]ts$)' },
    },
    {
      name: 'portable-code-and-pages-use-no-node',
      comment:
        'contract, probability and renderer run in a browser too, where there is no Node. Pass in what is needed, or use what every host has.',
      severity: 'error',
      from: { path: '^src/(contract|probability|renderer)/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-are-islands',
      comment:
        'A feature never imports a sibling: it could then not be read, changed or removed alone. Meet in app/, or move the shared part to components/ or state/.',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/', pathNot: testFile },
      to: { path: '^src/renderer/features/([^/]+)/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'features-do-not-know-the-app',
      comment: 'app/ puts features together. A feature that imports app/ closes a circle.',
      severity: 'error',
      from: { path: '^src/renderer/(features|components|i18n|state)/', pathNot: testFile },
      to: { path: '^src/renderer/app/' },
    },
    {
      name: 'components-know-no-feature',
      comment:
        'A component is a piece that any feature may use. If it needs a feature, it belongs to that feature.',
      severity: 'error',
      from: { path: '^src/renderer/(components|i18n|state)/', pathNot: testFile },
      to: { path: '^src/renderer/features/' },
    },
    {
      name: 'no-cycles',
      comment:
        'Two files that import each other are one file in two pieces, and start in an order that nobody chose.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment:
        'The import leads nowhere. Across folders write #contract/x.ts, #probability/x.ts or #core/x.ts, inside a folder ./x.ts.',
      severity: 'error',
      from: { path: '^src/' },
      // Style sheets and fonts are resolved by the bundler.
      to: { couldNotResolve: true, pathNot: '[.]css$|^@fontsource' },
    },
    {
      name: 'production-code-uses-production-packages',
      comment:
        'A package that ships belongs to "dependencies", and every one of them has its line in docs/dependencies.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: testFile },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|node_modules/)(electron|@types)(/|$)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // `import type` counts: an arrow is about who knows whom, not about what is left after compiling.
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
