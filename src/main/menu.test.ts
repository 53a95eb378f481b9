import { describe, expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';
import { startErrorText, wordsFor } from './words.ts';

const rolesOf = (hasDevTools: boolean, platform: NodeJS.Platform = 'linux') =>
  JSON.stringify(menuTemplate(wordsFor('en'), { platform, hasDevTools })).match(/"role":"\w+"/g) ?? [];

describe('the menu', () => {
  it('has the keys that a system gives to copying, pasting, zooming and quitting', () => {
    const roles = rolesOf(false);
    for (const role of ['copy', 'paste', 'undo', 'zoomIn', 'quit'])
      expect(roles).toContain(`"role":"${role}"`);
    expect(rolesOf(false, 'darwin')).toContain('"role":"appMenu"');
  });

  it('has developer tools only where they exist', () => {
    expect(rolesOf(true)).toContain('"role":"toggleDevTools"');
    expect(rolesOf(false)).not.toContain('"role":"toggleDevTools"');
  });

  it('speaks the language of the system', () => {
    expect(wordsFor('fr-CA').edit).toBe('Édition');
    expect(wordsFor('de').edit).toBe('Edit');
  });
});

describe('a start that fails', () => {
  it.each([
    'app.alreadyRunning', 'app.diskFull', 'app.dataFolderNotWritable', 'app.storageFailed', 'app.internal', 'database.damaged', 'database.newerVersion',
  ] as const)('for %s is told in both languages', (code) => {
    const english = startErrorText({ code, details: {} }, 'en-GB');
    const french = startErrorText({ code, details: {} }, 'fr-FR');
    expect(english.length).toBeGreaterThan(20);
    expect(french).not.toBe(english);
  }); // prettier-ignore
});
