/**
 * The look of an exported page, on screen and on paper. Runs in the core. Only fonts that are there anyway.
 */
export const documentStyle = `
:root { color-scheme: light dark; --ink: #1c1c1a; --soft: #5d5d58; --line: #dededa; --fill: #f5f5f2; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e4; --soft: #a3a39c; --line: #3a3a37; --fill: #242422; --paper: #181817; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --fill: #f2f2f2; --paper: #fff; color-scheme: light; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main, footer { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; }
section + section { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1rem; break-before: page; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
article { margin-top: 1.75rem; }
article > h2, .system > h2 { font-size: .85rem; font-weight: 600; color: var(--soft); margin: 0 0 .35rem; break-after: avoid; }
.user, .system { background: var(--fill); border-radius: 6px; padding: .75rem 1rem; }
.system { margin-top: 1.25rem; }
.plain { white-space: pre-wrap; margin: 0; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; margin-bottom: .75rem; }
summary { font-size: .85rem; color: var(--soft); cursor: pointer; overflow-wrap: anywhere; }
.note, footer { color: var(--soft); font-size: .85rem; margin: .25rem 0; }
footer { border-top: 1px solid var(--line); margin: 2rem auto 0; padding-top: 1rem; }
p, li, td, th, .plain, code { overflow-wrap: anywhere; }
article > :not(h2):first-of-type { margin-top: 0; }
article h3, article h4, article h5, article h6 { line-height: 1.3; margin: 1.25rem 0 .5rem; break-after: avoid; }
pre { background: var(--fill); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; font-size: .875rem; }
pre, code { font-family: ui-monospace, monospace; }
@media print { pre { white-space: pre-wrap; overflow-wrap: anywhere; } main, footer { max-width: none; padding: 0; } a { color: inherit; } }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
blockquote { border-left: 3px solid var(--line); margin: 1rem 0; padding-left: 1rem; color: var(--soft); }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0; }
.image { color: var(--soft); font-style: italic; }
`;
