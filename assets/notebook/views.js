// The two views: the poses in space, and the 2D keypoints in their picture.

const FOV = 32 * Math.PI / 180, NEAR = 0.15, GRID = 0.5;
const mixed = (a, b, share) => a.map((value, i) => value + (b[i] - value) * share);
const css = (colour, opacity = 1) => `rgba(${colour.map(Math.round)},${opacity})`;

// A canvas that is as sharp as the screen; `draw(context, width, height)` draws it in CSS pixels.
class Sharp {
  constructor(canvas, draw) {
    this.canvas = canvas; this.draw = draw;
    new ResizeObserver(() => this.paint()).observe(canvas);
  }
  paint() {
    const { canvas } = this, { clientWidth: width, clientHeight: height } = canvas, times = window.devicePixelRatio || 1;
    if (!width || !height) return;
    const [w, h] = [width, height].map((side) => Math.round(side * times));
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const context = canvas.getContext("2d");
    context.setTransform(times, 0, 0, times, 0, 0);
    this.draw(context, width, height);
  }
}

// An orbiting camera: world points (metres, Y up) to [x, y, depth], pixels and metres.
class Orbit {
  constructor(centre, radius, yaw) {
    this.start = { yaw, pitch: 10 * Math.PI / 180, zoom: 1 };
    this.radius = radius; this.centre = centre; this.size = [1, 1];
    Object.assign(this, this.start);
  }
  turn(yaw, pitch) { this.yaw += yaw; this.pitch = Math.min(1.5, Math.max(-0.25, this.pitch + pitch)); }
  nearer(times) { this.zoom = Math.min(6, Math.max(0.3, this.zoom * times)); }
  prepare(width, height) {
    this.size = [width, height];
    this.focal = height / 2 / Math.tan(FOV / 2);
    const half = Math.atan(Math.tan(FOV / 2) * Math.min(1, width / height));
    this.distance = this.radius / Math.sin(half) / this.zoom;
    const [sy, cy, sp, cp] = [Math.sin(this.yaw), Math.cos(this.yaw), Math.sin(this.pitch), Math.cos(this.pitch)];
    this.axes = [[cy, 0, -sy], [-sy * sp, cp, -cy * sp], [sy * cp, sp, cy * cp]];
  }
  see(point) {
    const d = point.map((value, i) => value - this.centre[i]);
    const [x, y, z] = this.axes.map((axis) => axis[0] * d[0] + axis[1] * d[1] + axis[2] * d[2]);
    const depth = Math.max(this.distance - z, 1e-3);
    return [this.size[0] / 2 + this.focal * x / depth, this.size[1] / 2 - this.focal * y / depth, depth];
  }
}

// Adds the outline of a limb from a to b with radii ra and rb, pixels, all in one direction of turning.
function addOutline(path, a, b, ra, rb) {
  const distance = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (distance <= Math.abs(ra - rb)) {
    const [c, r] = ra > rb ? [a, ra] : [b, rb];
    path.moveTo(c[0] + r, c[1]); path.arc(c[0], c[1], r, 0, 7); path.closePath();
    return;
  }
  const heading = Math.atan2(b[1] - a[1], b[0] - a[0]), tangent = Math.acos((ra - rb) / distance);
  path.moveTo(b[0] + rb * Math.cos(heading - tangent), b[1] + rb * Math.sin(heading - tangent));
  path.arc(b[0], b[1], rb, heading - tangent, heading + tangent);
  path.arc(a[0], a[1], ra, heading + tangent, heading - tangent);
  path.closePath();
}

// The limbs of a body, seen: [{a, b, ra, rb, side}]; `point(weights)` mixes its joints.
function seenLimbs(data, orbit, joints) {
  const point = (weights) => {
    const sum = [0, 0, 0];
    for (const [joint, weight] of weights) for (let i = 0; i < 3; i++) sum[i] += weight * joints[joint][i];
    return sum;
  };
  return data.limbs.map(([from, to, ra, rb, side]) => {
    const world = [point(from), point(to)], [a, b] = world.map((end) => orbit.see(end));
    return { a, b, ra: orbit.focal * ra / a[2], rb: orbit.focal * rb / b[2], side, world, metres: [ra, rb] };
  }).filter(({ a, b }) => a[2] > NEAR && b[2] > NEAR);
}

function drawGround(context, orbit, floor, colours) {
  const [cx, , cz] = orbit.centre, reach = Math.max(2.6, 1.7 * orbit.radius);
  const step = GRID * Math.max(1, Math.round(reach / 3)), bands = [[], [], [], [], []];
  const x0 = Math.round(cx / step) * step, z0 = Math.round(cz / step) * step, count = Math.ceil(reach / step);
  for (let i = -count; i <= count; i++) {
    for (let k = -count; k < count; k++) {
      for (const ends of [[[i, k], [i, k + 1]], [[k, i], [k + 1, i]]]) {
        const line = ends.map(([x, z]) => [x0 + x * step, floor, z0 + z * step]);
        const away = Math.hypot((line[0][0] + line[1][0]) / 2 - cx, (line[0][2] + line[1][2]) / 2 - cz) / reach;
        const seen = line.map((end) => orbit.see(end));
        if (away < 1 && seen[0][2] > NEAR && seen[1][2] > NEAR) bands[Math.floor(away * 5)].push(seen);
      }
    }
  }
  context.lineWidth = 1;
  bands.forEach((lines, band) => {
    context.strokeStyle = css(colours.grid, 0.5 * (1 - (band + 0.5) / 5) ** 1.4);
    context.beginPath();
    for (const [a, b] of lines) { context.moveTo(a[0], a[1]); context.lineTo(b[0], b[1]); }
    context.stroke();
  });
}

// The soft shadow of a body straight below it; what is near the floor is darker.
function drawShadow(context, orbit, floor, limbs, colours, presence) {
  if (orbit.pitch < 0.02) return;
  const far = 4000, times = window.devicePixelRatio || 1;
  for (const [highest, blur, opacity] of [[9, 0.1, 0.16], [0.2, 0.035, 0.34]]) {
    context.save();
    context.shadowColor = css(colours.shadow, opacity * presence);
    context.shadowBlur = times * orbit.focal * blur / orbit.distance;
    context.shadowOffsetX = far * times;
    context.beginPath();
    for (const { world, metres } of limbs) {
      if (Math.min(world[0][1], world[1][1]) - floor > highest) continue;
      const outline = { // on the floor, then seen
        points: [], moveTo() {}, closePath() {},
        arc(x, y, r, from, to) {
          const by = (to <= from ? to + 2 * Math.PI : Math.min(to, from + 2 * Math.PI)) - from;
          for (let i = 0; i <= 6; i++) {
            this.points.push([x + r * Math.cos(from + by * i / 6), y + r * Math.sin(from + by * i / 6)]);
          }
        },
      };
      addOutline(outline, [world[0][0], world[0][2]], [world[1][0], world[1][2]], ...metres);
      outline.points.forEach(([x, z], i) => {
        const [u, v] = orbit.see([x, floor, z]);
        if (i) context.lineTo(u - far, v); else context.moveTo(u - far, v);
      });
      context.closePath();
    }
    context.fill();
    context.restore();
  }
}

// `scene`: solid and faint bodies as arrays of joints, `presence` of the solid ones (0: lines alone), `mark` a joint;
// `quick`: drawn coarsely, since the next is coming.
function drawSpace(context, width, height, { data, orbit, scene, colours }) {
  orbit.prepare(width, height);
  context.fillStyle = css(colours.background);
  context.fillRect(0, 0, width, height);
  drawGround(context, orbit, data.floor, colours);
  const solid = scene.solid.map((joints) => seenLimbs(data, orbit, joints));
  if (scene.presence > 0) {
    for (const limbs of solid) drawShadow(context, orbit, data.floor, limbs, colours, scene.presence);
  }
  const sticks = (joints, width, opacity) => {
    const seen = joints.map((joint) => orbit.see(joint));
    drawLines(context, data.bones, (i) => seen[i][2] > NEAR && seen[i], width, (side) => css(colours.sides[side], opacity));
  };
  context.fillStyle = css(colours.silhouette, Math.min(0.3, 1.6 / Math.max(1, scene.faint.length) + 0.05));
  for (const joints of scene.faint) {
    if (scene.presence < 1) { sticks(joints, 1.2, 0.3); continue; }
    const path = new Path2D();
    for (const { a, b, ra, rb } of seenLimbs(data, orbit, joints)) addOutline(path, a, b, ra, rb);
    context.fill(path);
  }
  if (scene.presence < 1) for (const joints of scene.solid) sticks(joints, 3, 1);
  if (scene.presence > 0) {
    const limbs = solid.flat().map((limb) => ({ ...limb, colour: colours.body[limb.side] }));
    const times = scene.quick ? 1 : Math.max(2, Math.min(3, window.devicePixelRatio || 1));
    const picture = solidPicture(limbs, orbit.focal, [width, height], times, Math.sin(orbit.pitch));
    context.globalAlpha = scene.presence;
    if (picture) context.drawImage(picture.canvas, picture.left, picture.top, picture.width, picture.height);
    context.globalAlpha = 1;
  }
  for (const joints of scene.solid) if (scene.mark !== null) drawMark(context, orbit.see(joints[scene.mark]), colours);
}

// The lines `bones`, each [from, to, side], between the points at(from) and at(to), where there are both.
function drawLines(context, bones, at, width, colour) {
  context.lineWidth = width; context.lineCap = "round";
  for (const [from, to, side] of bones) {
    const a = at(from), b = at(to);
    if (!a || !b) continue;
    context.strokeStyle = colour(side);
    context.beginPath(); context.moveTo(a[0], a[1]); context.lineTo(b[0], b[1]); context.stroke();
  }
}

function drawMark(context, [x, y], colours) {
  context.lineWidth = 2; context.strokeStyle = css(colours.accent);
  context.beginPath(); context.arc(x, y, 7, 0, 7); context.stroke();
}

// Where a world point is in the picture of a camera [K (9), R (9), t (3), distortion, fisheye], or null.
function inPicture([K, R, t, distortion, fisheye], point) {
  const [x3, y3, z] = [0, 1, 2].map((i) => R[3 * i] * point[0] + R[3 * i + 1] * point[1] + R[3 * i + 2] * point[2] + t[i]);
  if (z < 0.05) return null;
  let x = x3 / z, y = y3 / z;
  if (distortion && fisheye) {
    const r = Math.hypot(x, y), angle = Math.atan(r), s = angle * angle, [k1, k2, k3, k4] = distortion;
    const bent = angle * (1 + s * (k1 + s * (k2 + s * (k3 + s * k4)))) / Math.max(r, 1e-9);
    x *= bent; y *= bent;
  } else if (distortion) {
    const [k1, k2, p1, p2, k3, k4 = 0, k5 = 0, k6 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0] = distortion, r = x * x + y * y;
    const radial = (1 + r * (k1 + r * (k2 + r * k3))) / (1 + r * (k4 + r * (k5 + r * k6)));
    [x, y] = [x * radial + 2 * p1 * x * y + p2 * (r + 2 * x * x) + r * (s1 + s2 * r),
      y * radial + p1 * (r + 2 * y * y) + 2 * p2 * x * y + r * (s3 + s4 * r)];
  }
  return [K[0] * x + K[1] * y + K[2], K[4] * y + K[5]];
}

// How pixels of the picture become those of the canvas: the part around the keypoints, in the middle.
function planeMap(data, width, height) {
  const [left, top, right, bottom] = data.window;
  const scale = Math.min(width / (right - left), height / (bottom - top));
  const dx = width / 2 - scale * (left + right) / 2, dy = height / 2 - scale * (top + bottom) / 2;
  return { scale, dx, dy, at: ([x, y]) => [x * scale + dx, y * scale + dy] };
}

// The keypoints of `people`, each {points, visibility, camera}, over their picture and the poses seen by the camera.
function drawPlane(context, width, height, { data, scene, colours, people, picture }) {
  const map = planeMap(data, width, height);
  context.fillStyle = css(colours.outside);
  context.fillRect(0, 0, width, height);
  const [w, h] = data.size.map((side) => side * map.scale);
  context.fillStyle = css(colours.background);
  context.fillRect(map.dx, map.dy, w, h);
  if (picture && picture.naturalWidth) {
    const [left, top, right, bottom] = data.picture_at;
    context.drawImage(picture, ...map.at([left, top]), (right - left) * map.scale, (bottom - top) * map.scale);
  }
  const lines = (points, wide, colour) => drawLines(context, data.keypoint_limbs, (i) => points[i] && map.at(points[i]), wide, colour);
  if (people.length) {
    const seen = (joints) => data.keypoint_joints.map((joint) => inPicture(people[0].camera, joints[joint]));
    for (const joints of scene.faint) lines(seen(joints), 1.5, () => css(colours.silhouette, 0.25));
    for (const joints of scene.solid) lines(seen(joints), 2, () => css(colours.accent, 0.9));
  }
  for (const { points, visibility } of people) {
    lines(points.map((point, i) => (visibility[i] ? point : null)), 2.5, (side) => css(colours.sides[side]));
    points.forEach((point, i) => {
      if (!visibility[i]) return;
      const [x, y] = map.at(point), inks = [css(colours.sides[data.keypoint_sides[i]]), css(colours.background)];
      if (visibility[i] === 1) inks.reverse(); // an occluded point is a ring
      [context.fillStyle, context.strokeStyle] = inks;
      context.lineWidth = 1.5;
      context.beginPath(); context.arc(x, y, 4, 0, 7); context.fill(); context.stroke();
      if (data.keypoint_joints[i] === scene.mark) drawMark(context, [x, y], colours);
    });
  }
}
