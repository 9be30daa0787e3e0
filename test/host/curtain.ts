/**
 * To be run in the page of a window that nobody looks at: an opaque layer before everything, which the pointer goes through.
 * Without a graphics card each frame is drawn by the cores that the tests run on; what is behind the curtain is not.
 */
export function drawCurtain(): void {
  if (window !== window.top) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`html::after {
    content: '';
    position: fixed;
    inset: 0;
    z-index: 2147483647;
    background: white;
    pointer-events: none;
    will-change: transform;
  }`);
  document.adoptedStyleSheets.push(sheet);
}

/** The style of a page of which a picture is taken. */
export const curtainUp = 'html::after { display: none !important }';
