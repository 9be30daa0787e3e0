/** To be run in the page of a window: nothing spins or wiggles in it, which a machine without a graphics card draws all the time. */
export function holdStill(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { animation: none !important }');
  document.adoptedStyleSheets.push(sheet);
}
