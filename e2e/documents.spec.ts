/**
 * Documents attached to messages: a file's way from the message being written to the reader, the search, and its end.
 */
import { DocumentsPage, type GivenFile } from './pages/documents.ts';
import { smallPdf } from './support/small-pdf.ts';
import { expect, test } from './support/test.ts';

const report: GivenFile = {
  name: 'report.pdf',
  mimeType: 'application/pdf',
  buffer: smallPdf(['The first page speaks of glass.', 'The second page names the zorblatt prism.']),
};
const notes: GivenFile = {
  name: 'notes.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('A note about lenses.'),
};

test('a PDF and a text are counted, kept over a reload, read, found by a word of the second page, and deleted', async ({
  app: { page },
  frame,
  chat,
}) => {
  const documents = new DocumentsPage(page);
  await frame.startConversation();
  await chat.configure({ longestReply: 4 });
  // The model has to be there before anything is counted.
  await chat.ask('Hello');
  await documents.attach(report, notes);
  await chat.message.fill('What do they say about vexil lenses?');
  // All figures are of one count, and this one says that it is of the text.
  await expect(chat.tokenCount).toHaveText(/^[1-9]\d* tokens$/);
  await expect(documents.draft.first()).toContainText(/2 pages · \d+ tokens/);
  await expect(documents.draft.last()).toContainText(/\d+ tokens/);
  await chat.contextButton.click();
  const row = chat.contextDetails.getByRole('row', { name: /^Attachments/ });
  const counted = Number(/\d+$/.exec((await row.textContent()) ?? '')?.[0]);
  const each = await documents.draft.allTextContents();
  const sum = each.reduce((total, text) => total + Number(/(\d+) tokens/.exec(text)?.[1]), 0);
  expect(counted).toBe(sum);
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(documents.draft).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove notes.txt' }).click();
  await expect(documents.draft).toHaveCount(1);
  await frame.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(documents.draft.last()).toContainText('notes.txt');

  await chat.ask('What do they say about vexil lenses?');
  await expect(documents.draft).toHaveCount(0);
  await page.reload();
  await expect(chat.lastUserMessage.getByRole('listitem')).toHaveCount(2);
  await chat.lastUserMessage.getByRole('button', { name: /^Open report.pdf/ }).click();
  await expect(documents.dialog).toContainText('The second page names the zorblatt prism.');
  await documents.find.fill('PAGE');
  await expect(documents.dialog.getByRole('status').first()).toHaveText('1 of 2');
  await documents.find.press('Enter');
  await expect(documents.dialog.getByRole('status').first()).toHaveText('2 of 2');
  await page.keyboard.press('Escape');
  await expect(documents.dialog).toHaveCount(0);

  await frame.search.fill('zorblatt');
  const hit = frame.found.filter({ hasText: 'report.pdf' });
  await expect(hit).toContainText('p. 2');
  await expect(hit.locator('mark')).toHaveText('zorblatt');
  await hit.click();
  await expect(documents.find).toHaveValue('zorblatt');
  await expect.poll(() => documents.marked()).toEqual(['zorblatt']);
  await page.keyboard.press('Escape');
  await frame.search.fill('');

  await frame.act('Hello', 'Delete');
  // What opens in its place takes the keyboard.
  await expect(frame.conversation('Hello')).toHaveCount(0);
  await expect(chat.message).toBeFocused();
  await frame.search.fill('zorblatt');
  await expect(frame.sidebar.getByRole('status').filter({ hasText: 'Nothing was found' })).toBeVisible();
});

test('a file can be dropped or pasted, what cannot be read says so by its name, and an edit leaves one out', async ({
  app: { page },
  frame,
  chat,
}) => {
  const documents = new DocumentsPage(page);
  await frame.startConversation();
  await chat.configure({ longestReply: 4 });
  const give = (kind: 'drop' | 'paste', name: string, content: string): Promise<void> =>
    chat.message.evaluate(
      (field, given) => {
        const data = new DataTransfer();
        data.items.add(new File([given.content], given.name, { type: 'text/plain' }));
        const event =
          given.kind === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        field.dispatchEvent(event);
      },
      { kind, name, content },
    );
  await give('drop', 'dropped.txt', 'It was dropped.');
  await expect(documents.draft).toHaveCount(1);
  await give('paste', 'pasted.md', 'It was pasted.');
  await expect(page.getByRole('button', { name: 'Remove pasted.md' })).toBeVisible();
  await documents.input.setInputFiles({
    name: 'broken.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\nnothing of a PDF'),
  });
  const problem = documents.draft.filter({ hasText: 'broken.pdf' });
  await expect(problem.getByRole('alert')).toContainText('damaged', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Take the notice on broken.pdf away' }).click();
  await expect(documents.draft).toHaveCount(2);

  await chat.ask('Which two files?');
  await expect(chat.lastUserMessage.getByRole('listitem')).toHaveCount(2);
  await chat.lastUserMessage.hover();
  await chat.lastUserMessage.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Remove dropped.txt' }).click();
  await page.getByRole('textbox', { name: 'Edit the message' }).fill('Which one file?');
  await page.getByRole('button', { name: 'Send as a new version' }).click();
  await expect(chat.lastUserMessage).toContainText('Which one file?');
  await chat.hasEnded();
  await expect(chat.lastUserMessage.getByRole('listitem')).toHaveCount(1);
  await expect(chat.lastUserMessage.getByRole('listitem')).toContainText('pasted.md');
});
