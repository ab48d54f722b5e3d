"""How far the texts of a page stand out from what is behind them, as WCAG 2.2 reckons it."""

TEXT = 4.5  # the least contrast of text, WCAG 2.2, 1.4.3 (AA)
#: Contrast of each text with what is behind it, both colours of a hatching included; the least of each kind.
CONTRAST = """() => {
  const dot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (text) => {
    dot.clearRect(0, 0, 1, 1);
    dot.fillStyle = text;
    dot.fillRect(0, 0, 1, 1);
    return [...dot.getImageData(0, 0, 1, 1).data];
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      const hatching = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
      if (hatching) return hatching.map(colour);
      if (colour(style.backgroundColor)[3] === 255) return [colour(style.backgroundColor)];
    }
    return [[255, 255, 255]];
  };
  const least = {};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || ["SCRIPT", "STYLE"].includes(element.tagName) || !element.checkVisibility()) continue;
    for (const one of behind(element)) {
      const [low, high] = [light(one), light(colour(getComputedStyle(element).color))].sort((a, b) => a - b);
      const name = `${element.tagName}.${element.className}`;
      least[name] = Math.min(least[name] ?? 99, (high + 0.05) / (low + 0.05));
    }
  }
  return least;
}"""
