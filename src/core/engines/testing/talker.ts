/**
 * A process that writes far more than anybody wants to keep, then ends. Runs in tests only.
 */
const line = `${'x'.repeat(10_000)}\n`;
for (let count = 0; count < 400; count++) process.stdout.write(line);
process.stderr.write('the end\n', () => process.disconnect());
