"use strict";
// Bodies of round limbs, drawn pixel by pixel with depth, so that limbs meet as in one surface.

// The lights of the program's 3D view, in the axes of the eye: right, up, towards the eye.
const KEY = [-0.46, 0.62, 0.636], RIM = [0.8, 0.5, -0.33];
const JOINED = [0.085, 0.035]; // metres of depth within which a limb of the trunk, and another, joins what is there

// A picture {canvas, left, top} of `limbs`, each {a, b, ra, rb, colour, side}: ends (x, y, depth) in pixels and metres,
// radii in pixels. `focal` is that of the picture in pixels, `times` its enlargement, `sinPitch` of the view.
function solidPicture(limbs, focal, size, times, sinPitch) {
  let left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const { a, b, ra, rb } of limbs) {
    const r = Math.max(ra, rb) + 2;
    left = Math.min(left, a[0] - r, b[0] - r); right = Math.max(right, a[0] + r, b[0] + r);
    top = Math.min(top, a[1] - r, b[1] - r); bottom = Math.max(bottom, a[1] + r, b[1] + r);
  }
  left = Math.max(0, Math.floor(left)); top = Math.max(0, Math.floor(top));
  const width = Math.round((Math.min(size[0], Math.ceil(right)) - left) * times);
  const height = Math.round((Math.min(size[1], Math.ceil(bottom)) - top) * times);
  if (!(width > 0 && height > 0)) return null;
  const buffer = {
    width, height, depth: new Float32Array(width * height).fill(1e9), shade: new Float32Array(width * height * 5),
    cover: new Float32Array(width * height),
  };
  for (const limb of limbs) {
    const at = ([x, y, z]) => [(x - left) * times, (y - top) * times, z];
    drawLimb(buffer, at(limb.a), at(limb.b), limb.ra * times, limb.rb * times, limb.colour, focal * times, JOINED[limb.side ? 1 : 0]);
  }
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  lightUp(buffer, image.data, sinPitch);
  context.putImageData(image, 0, 0);
  return { canvas, left, top, width: width / times, height: height / times };
}

// The nearest surface of one limb at each pixel: that of a ball that moves from one end to the other.
function drawLimb(buffer, a, b, ra, rb, colour, focal, joined) {
  const { width, height, depth, shade, cover } = buffer;
  const middle = (a[2] + b[2]) / 2, perMetre = focal / middle;
  const dx = b[0] - a[0], dy = b[1] - a[1], length = Math.hypot(dx, dy) || 1e-6;
  const ux = dx / length, uy = dy / length, slope = (b[2] - a[2]) * perMetre / length;
  const steep = slope / Math.sqrt(1 + slope * slope), r = Math.max(ra, rb) + 1;
  const x0 = Math.max(0, Math.floor(Math.min(a[0], b[0]) - r)), x1 = Math.min(width - 1, Math.ceil(Math.max(a[0], b[0]) + r));
  const y0 = Math.max(0, Math.floor(Math.min(a[1], b[1]) - r)), y1 = Math.min(height - 1, Math.ceil(Math.max(a[1], b[1]) + r));
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const px = x + 0.5 - a[0], py = y + 0.5 - a[1];
      const along = px * ux + py * uy, across = py * ux - px * uy;
      let t = Math.min(1, Math.max(0, along / length));
      let radius = ra + (rb - ra) * t;
      const share = Math.min(1, radius - Math.hypot(px - dx * t, py - dy * t) + 0.5);
      if (share <= 0) continue;
      for (let i = 0; i < 2; i++) { // where the ball is whose surface is seen here: the limb may point to the eye
        t = Math.min(1, Math.max(0, (along - steep * Math.sqrt(Math.max(0, radius * radius - across * across))) / length));
        radius = ra + (rb - ra) * t;
      }
      const ex = px - dx * t, ey = py - dy * t, distance = Math.hypot(ex, ey);
      const index = y * width + x, lift = Math.sqrt(Math.max(0, radius * radius - distance * distance));
      const z = a[2] + (b[2] - a[2]) * t - lift / perMetre;
      const nx = ex / Math.max(radius, distance), ny = -ey / Math.max(radius, distance);
      const mine = Math.min(1, Math.max(0, 0.5 + 0.5 * (depth[index] - z) / joined)), other = 1 - mine;
      if (mine > 0) {
        const first = depth[index] > 1e8, s = 5 * index;
        depth[index] = first ? z : depth[index] * other + z * mine - joined * mine * other;
        shade[s] = shade[s] * other + nx * mine; shade[s + 1] = shade[s + 1] * other + ny * mine;
        for (let i = 0; i < 3; i++) shade[s + 2 + i] = shade[s + 2 + i] * other + colour[i] * mine;
      }
      cover[index] = Math.max(cover[index], share);
    }
  }
}

// The lit colours of the surface; linear light is the square of a colour.
function lightUp({ depth, shade, cover }, out, sinPitch) {
  const cosPitch = Math.sqrt(1 - sinPitch * sinPitch);
  for (let index = 0, s = 0; index < depth.length; index++, s += 5) {
    if (!cover[index]) continue;
    const nx = shade[s], ny = shade[s + 1], nz = Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
    const key = Math.max(0, nx * KEY[0] + ny * KEY[1] + nz * KEY[2] + 0.1);
    const edge = 1 - nz, rim = edge * edge * edge * Math.max(0, nx * RIM[0] + ny * RIM[1] + nz * RIM[2] + 0.25);
    const sky = (0.145 + 0.27 * (0.5 + 0.5 * (ny * cosPitch + nz * sinPitch))) * (0.55 + 0.45 * nz);
    for (let i = 0; i < 3; i++) {
      const albedo = (shade[s + 2 + i] / 255) ** 2;
      out[4 * index + i] = 255 * Math.sqrt(Math.min(1, albedo * (sky + 0.88 * key) + (0.06 + 0.5 * albedo) * rim));
    }
    out[4 * index + 3] = 255 * cover[index];
  }
}
