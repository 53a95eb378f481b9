/**
 * Draws an SVG document into a PNG, through the page's own canvas. Page.
 */
import { PrismeError } from '#contract/errors.ts';
import type { Picture } from './heat-map-picture.ts';

/** Sharp on paper and on dense screens. */
const scale = 2;
/** The largest side that every browser's canvas has. */
const mostPx = 16_000;

/** @throws app.internal `{ reason }` when the browser cannot draw it */
export async function pngOf({ svg, widthPx, heightPx }: Picture): Promise<Blob> {
  const factor = Math.min(scale, mostPx / Math.max(widthPx, heightPx));
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(widthPx * factor);
    canvas.height = Math.round(heightPx * factor);
    const context = canvas.getContext('2d');
    if (context === null) throw new PrismeError('app.internal', { reason: 'no canvas' });
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new PrismeError('app.internal', { reason: 'the picture is too large' }));
      }, 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
