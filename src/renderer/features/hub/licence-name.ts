/**
 * A licence as people write it, by the name that the hub gives it. Portable, pure.
 */
const names: Readonly<Record<string, string>> = {
  'apache-2.0': 'Apache 2.0',
  mit: 'MIT',
  gemma: 'Gemma',
  'llama3.1': 'Llama 3.1',
  'llama3.2': 'Llama 3.2',
  'llama3.3': 'Llama 3.3',
};

/** Of one that is not known, the hub's name. */
export function licenceName(licence: string): string {
  return names[licence] ?? licence;
}
