/**
 * Hostile texts as they are written, one character at a time: what would be drawn at each moment holds no element and no
 * attribute that loads, runs or sends.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { hostilePayloads } from '../../../../e2e/support/hostile-payloads.ts';
import { closeOpenMarks } from './close-open-marks.ts';
import { renderBlock } from './render-block.tsx';
import { splitBlocks } from './split-blocks.ts';

const tags = new Set(
  'a b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i input li ol p path pre q s section span strong sup svg table tbody td th thead tr ul button line circle rect polyline'.split(
    ' ',
  ),
);

/** What stands in the markup and has no business there. React writes the text itself with `&lt;`. */
function faultsIn(markup: string): string[] {
  const elements = [...markup.matchAll(/<([a-z][\w-]*)([^>]*)>/gi)];
  return elements.flatMap(([whole, name = '', attributes = '']) => {
    const isActive = /\s(?:on\w+|src|srcset|href|style|action|formaction|ping|poster|data|background)=/i.test(
      attributes.replaceAll(/"[^"]*"/g, '""'),
    );
    return tags.has(name.toLowerCase()) && !isActive ? [] : [whole];
  });
}

/** As a reply is drawn while it grows: settled blocks as they are, the last one with its open marks closed. */
function draw(text: string): string {
  const blocks = splitBlocks(text);
  return blocks
    .map((block, index) =>
      renderToStaticMarkup(
        renderBlock(index === blocks.length - 1 ? closeOpenMarks(block.text) : block.text),
      ),
    )
    .join('');
}

test('there are enough of them', () => {
  expect(hostilePayloads.length).toBeGreaterThanOrEqual(500);
});

/** Each moment of every fifth text, the last moment of the others: all of them take a minute and a half. */
const everyMomentOf = 5;

test('no moment of a hostile text draws anything that acts', () => {
  for (const [index, payload] of hostilePayloads.entries()) {
    const faults = new Set(faultsIn(renderToStaticMarkup(renderBlock(payload))));
    const first = index % everyMomentOf === 0 ? 1 : payload.length;
    for (let end = first; end <= Math.min(payload.length, 200); end++)
      for (const fault of faultsIn(draw(payload.slice(0, end)))) faults.add(fault);
    expect([...faults], JSON.stringify(payload)).toEqual([]);
  }
}, 120_000);

test('what acts would be found', () => {
  expect(faultsIn('<p>a<img src="x"></p><a href="x">b</a><span onclick="y">c</span>')).toHaveLength(3);
  expect(faultsIn('<p title="a href=b">&lt;script&gt;</p>')).toEqual([]);
});
