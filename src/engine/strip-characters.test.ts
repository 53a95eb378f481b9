/** That characters are taken off as Python does, and that only calls with characters are changed. */
import { expect, it } from 'vitest';
import { parseJinjaTemplate } from './jinja-template.ts';
import { strip } from './strip-characters.ts';

const run = (template: string, content: string): string =>
  parseJinjaTemplate(template, { bos_token: '', eos_token: '' })([{ role: 'user', content }]);

it('takes characters of a set off one end or both', () => {
  expect(strip('\n\n  a \n', '\n', 'lstrip')).toBe('  a \n');
  expect(strip('\n  a \n', '\n', 'strip')).toBe('  a ');
  expect(strip('xyaxy', 'yx', 'rstrip')).toBe('xya');
  expect(strip('xx', 'x', 'strip')).toBe('');
  expect(strip('😊a', '😊', 'lstrip')).toBe('a');
});

it('keeps the spaces that a template did not ask for', () => {
  expect(
    run("[{{ messages[0].content.split('</think>')[-1].lstrip('\\n') }}]", '<think>a</think>\n\n  b'),
  ).toBe('[  b]');
  expect(run("[{% if messages[0]['content'].rstrip('.') == 'a' %}{{ 'yes' }}{% endif %}]", 'a..')).toBe(
    '[yes]',
  );
  expect(
    run("{% macro put(x) %}{{ x.strip('\\n') }}{% endmacro %}[{{ put(messages[0].content) }}]", '\n a '),
  ).toBe('[ a ]');
});

it('leaves calls without characters to the interpreter', () => {
  expect(run('[{{ messages[0].content.strip() }}]', ' \n a ')).toBe('[a]');
});
