// What colours are, for every probe that compares them.
const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

function pixel(colour) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

// Relative luminance as WCAG 2.2 defines it.
function luminance([red, green, blue]) {
  const linear = (value) => (value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function ratio(one, other) {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function behind(element) {
  for (let one = element; one; one = one.parentElement) {
    const colour = pixel(getComputedStyle(one).backgroundColor);
    if (colour[3] > 0) return colour;
  }
  return pixel('Canvas');
}
