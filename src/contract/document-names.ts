/**
 * What the name of a file says about its format. Portable, pure. The bytes have the last word (core/documents): a name only
 * tells texts apart, which look alike.
 */
import type { DocumentFormat } from './document-text.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Lower case, without the dot. */
const extensions: Readonly<Record<DocumentFormat, readonly string[]>> = {
  plain: words('txt text log'),
  markdown: words('md markdown mdown mkd mdx qmd rmd'),
  csv: words('csv tsv tab'),
  pdf: ['pdf'],
  docx: words('docx docm dotx dotm'),
  code: words(`
    adoc astro asm awk bash bat bib c cc cfg clj cljs cmake cmd coffee conf cpp cr cs css cts cu cxx d dart diff dockerfile
    editorconfig edn el elm env erl ex exs f f90 fish fs fsx gitignore gleam go gql gradle graphql groovy h hcl hh hpp hrl
    hs htm html hxx ini ino ipynb java jinja jl js json json5 jsonc jsonl jsx kt kts less lisp lock lua m make mjs cjs ml
    mli mm mts nim nix org pas patch php pl plist pm proto properties ps1 psm1 py pyi pyx r rb rkt rs rst s sass sbt scala
    scm scss sh sol sql srt sv svelte svg swift tcl tex tf tfvars toml ts tsx twig v vb vbs vhd vhdl vim vtt vue wat wgsl
    xhtml xml xsd xsl xslt yaml yml zig zsh
  `),
};

/** Whole names without an extension that says anything. */
const codeNames = new Set(
  words(
    'dockerfile makefile gnumakefile cmakelists.txt rakefile gemfile procfile jenkinsfile vagrantfile justfile',
  ),
);

const formats: readonly DocumentFormat[] = ['plain', 'markdown', 'csv', 'pdf', 'docx', 'code'];
const formatOfExtension = new Map(
  formats.flatMap((format) => extensions[format].map((extension) => [extension, format] as const)),
);

/** For the filter of a file dialog: ".txt", ".md", … What is not among them may be a text all the same. */
export const documentExtensions: readonly string[] = [...formatOfExtension.keys()].map(
  (extension) => `.${extension}`,
);

/** What its name promises; null: nothing. */
export function formatOfName(name: string): DocumentFormat | null {
  const fileName = (name.split(/[\\/]/).pop() ?? '').toLowerCase();
  if (codeNames.has(fileName)) return 'code';
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? null : (formatOfExtension.get(fileName.slice(dot + 1)) ?? null);
}
