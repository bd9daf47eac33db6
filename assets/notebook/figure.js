// The figure: what is chosen, its controls, and what pointer and keys do.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const arrays = Object.fromEntries(Object.entries(data.arrays).map(([name, { type, text, scale, offset }]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const values = { int16: Int16Array, uint8: Uint8Array, float32: Float32Array }[type];
  return [name, { values: new values(bytes.buffer), scale, offset }];
}));
const J = data.joints.length, H = data.hypotheses, STEPS = data.sigmas.length - 1, LAST = data.frames.length - 1;
const state = { frame: 0, step: STEPS, person: 0, chosen: data.people.map(() => data.chosen), others: true, mark: null, playing: "" };
const dark = matchMedia("(prefers-color-scheme: dark)");
const colours = () => data.colours[dark.matches ? "dark" : "light"];
const orbit = new Orbit(data.centres[0], data.radius, data.yaw);
const fingers = new Map();
const pictures = data.pictures.map((src) => Object.assign(new Image(), { src, onload: () => plane.paint() }));

function bodyAt({ values, scale, offset }, index) {
  const first = 3 * J * index;
  return Array.from({ length: J }, (_, j) => [0, 1, 2].map((i) => offset[i] + scale * values[first + 3 * j + i]));
}
const between = (a, b, share) => (share ? a.map((point, j) => mixed(point, b[j], share)) : a);

// The joints of a hypothesis of a row at the step of denoising that is shown.
function poseOf(row, hypothesis) {
  const rows = data.cameras_of.length, before = Math.floor(state.step);
  if (state.step >= STEPS) return bodyAt(arrays.poses, row * H + hypothesis);
  const at = (step) => bodyAt(arrays.trajectory, (step * rows + row) * H + hypothesis);
  return between(at(before), at(before + 1), state.step - before);
}

// Rows of a person in the frames before and after the time that is shown, and the share of the later one.
function rowsOf(person) {
  const before = Math.floor(state.frame), after = Math.min(LAST, before + 1);
  const [a, b] = [data.rows[before][person], data.rows[after][person]];
  return a < 0 || b < 0 ? [a, a, 0] : [a, b, state.frame - before];
}

function sceneNow() {
  const scene = { solid: [], faint: [], mark: state.mark, presence: 1, quick: state.playing || fingers.size > 0 };
  if (state.step < STEPS) scene.presence = Math.max(0, (state.step / STEPS - 0.8) / 0.2);
  data.people.forEach((_, person) => {
    const [a, b, share] = rowsOf(person);
    if (a < 0) return;
    for (let h = 0; h < H; h++) {
      if (h !== state.chosen[person] && !state.others) continue;
      const joints = share ? between(poseOf(a, h), poseOf(b, h), share) : poseOf(a, h);
      (h === state.chosen[person] ? scene.solid : scene.faint).push(joints);
    }
  });
  return scene;
}

function seenPeople() {
  const shown = data.rows[Math.round(state.frame)].filter((row) => row >= 0);
  return shown.map((row) => ({
    points: Array.from({ length: 17 }, (_, k) => [0, 1].map((i) => arrays.points.values[34 * row + 2 * k + i])),
    visibility: arrays.visibility.values.subarray(17 * row, 17 * row + 17),
    camera: data.cameras[data.cameras_of[row]],
  }));
}

let scene = sceneNow();
const space = new Sharp($("space"), (context, width, height) => {
  const before = Math.floor(state.frame), after = Math.min(LAST, before + 1);
  orbit.centre = mixed(data.centres[before], data.centres[after], state.frame - before);
  drawSpace(context, width, height, { data, orbit, scene, colours: colours() });
});
const plane = new Sharp($("plane"), (context, width, height) => {
  const picture = pictures[data.picture_of[Math.round(state.frame)]];
  drawPlane(context, width, height, { data, scene, colours: colours(), people: seenPeople(), picture });
});

let waiting = false;
function repaint() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; scene = sceneNow(); space.paint(); plane.paint(); tell(); });
}

// Brings every control to what is chosen.
function tell() {
  const frame = Math.round(state.frame), row = data.rows[frame][state.person], chosen = state.chosen[state.person];
  const error = row < 0 ? NaN : arrays.errors.values[row * H + chosen];
  const noun = LAST > 0 && data.coherent ? "Motion" : "Pose";
  $("poseText").textContent = `${noun} ${chosen + 1} of ${H}` + (error >= 0 ? `, ${error.toFixed(1)} px off` : "");
  $("pose").value = chosen;
  document.querySelectorAll("#modes button").forEach((button, index) => {
    button.setAttribute("aria-pressed", data.modes[state.person][index].members.includes(chosen));
  });
  $("frame").value = frame;
  const seconds = data.seconds[frame] - data.seconds[0];
  $("frameText").textContent = `Frame ${data.frames[frame] + 1}, ${seconds.toFixed(2)} s`;
  $("step").value = state.step;
  const step = Math.round(state.step);
  if (STEPS > 0) $("stepText").textContent = `Step ${step} of ${STEPS}, noise ${data.sigmas[step].toFixed(2)}`;
  for (const what of ["frame", "step"]) {
    $(`${what}Play`).textContent = state.playing === what ? "❚❚" : "▶";
  }
}
let clock = 0;
function play(what) {
  state.playing = state.playing === what ? "" : what;
  if (what === "step" && state.step >= STEPS) state.step = 0;
  if (state.playing) { clock = performance.now(); requestAnimationFrame(tick); }
  repaint();
}
function tick(now) {
  const passed = Math.min(0.1, (now - clock) / 1000);
  clock = now;
  if (state.playing === "frame") {
    const before = Math.floor(state.frame), gap = data.seconds[Math.min(LAST, before + 1)] - data.seconds[before];
    state.frame += gap > 0 ? passed / gap : 1;
    if (state.frame > LAST) state.frame = 0;
  } else if (state.playing === "step") {
    state.step = Math.min(STEPS, state.step + passed * STEPS / 3);
    if (state.step >= STEPS) state.playing = "";
  } else return;
  repaint();
  requestAnimationFrame(tick);
}

function choose(hypothesis) { state.chosen[state.person] = (hypothesis + H) % H; repaint(); }

function showModes() {
  const modes = data.modes[state.person] || [];
  $("modes").replaceChildren(...modes.map(({ share, representative }, index) => {
    const button = document.createElement("button");
    button.textContent = `${"ABCDEF"[index]} ${Math.round(100 * share)} %`;
    button.title = "A different pose, and its share of all that were sampled";
    button.onclick = () => choose(representative);
    return button;
  }));
}

function watch() {
  const canvas = $("space");
  const gap = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  const place = (event) => [event.clientX, event.clientY];
  canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, place(event)); };
  canvas.onpointerup = canvas.onpointercancel = (event) => { fingers.delete(event.pointerId); repaint(); };
  canvas.onpointermove = (event) => {
    const last = fingers.get(event.pointerId), now = place(event);
    if (!last) return hover(event, scene.solid.flatMap((joints) => joints.map((joint, index) => [orbit.see(joint), index])));
    const apart = fingers.size > 1 && gap();
    fingers.set(event.pointerId, now);
    if (fingers.size > 1) orbit.nearer(gap() / apart);
    else orbit.turn((last[0] - now[0]) * 0.01, (now[1] - last[1]) * 0.01);
    name(null);
    repaint();
  };
  $("plane").onpointermove = (event) => {
    const map = planeMap(data, event.target.clientWidth, event.target.clientHeight);
    hover(event, seenPeople().flatMap(({ points, visibility }) => points.map(map.at).map((at, i) => [at, visibility[i] ? data.keypoint_joints[i] : -1])));
  };
  canvas.onpointerleave = $("plane").onpointerleave = () => name(null);
  canvas.addEventListener("wheel", (event) => { // the page scrolls until the figure has been clicked
    if (self !== top && !event.ctrlKey && !document.hasFocus()) return;
    event.preventDefault();
    orbit.nearer(Math.exp(-event.deltaY * (event.deltaMode ? 0.03 : 0.0015)));
    repaint();
  }, { passive: false });
  const turns = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
  canvas.onkeydown = (event) => {
    const keys = {
      "+": () => orbit.nearer(1.15), "-": () => orbit.nearer(1 / 1.15), 0: () => Object.assign(orbit, orbit.start),
      " ": () => (LAST > 0 || STEPS > 0) && play(LAST > 0 ? "frame" : "step"),
      ",": () => choose(state.chosen[state.person] - 1), ".": () => choose(state.chosen[state.person] + 1),
    };
    const act = turns[event.key] ? () => orbit.turn(...turns[event.key]) : keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); act(); repaint();
  };
}

// Names the joint that is nearest to the pointer, of `places` [[x, y], joint] in the canvas.
function hover(event, places) {
  let nearest = null, least = 14;
  for (const [[x, y], joint] of places) {
    const away = Math.hypot(x - event.offsetX, y - event.offsetY);
    if (joint >= 0 && away < least) { least = away; nearest = joint; }
  }
  name(nearest, event.clientX, event.clientY);
}
function name(joint, x, y) {
  const label = $("name");
  label.hidden = joint === null;
  if (joint !== null) {
    const row = data.rows[Math.round(state.frame)][state.person], at = 2 * (row * J + joint);
    const [deep, wide] = [0, 1].map((i) => Math.round(arrays.uncertainty.values[at + i] / 10));
    label.textContent = data.joints[joint].replace("_", " ") + (row < 0 ? "" : deep === wide ? `, ± ${deep} cm` : `, ± ${deep} cm in depth, ${wide} cm across`);
    label.style.left = `${Math.min(x + 12, innerWidth - label.offsetWidth - 4)}px`;
    label.style.top = `${Math.max(4, y - 30)}px`;
  }
  if (joint !== state.mark) { state.mark = joint; repaint(); }
}

function begin() {
  $("pose").max = H - 1; $("pose").oninput = () => choose(Number($("pose").value));
  $("frame").max = LAST; $("frame").oninput = () => { state.playing = ""; state.frame = Number($("frame").value); repaint(); };
  $("step").max = STEPS; $("step").oninput = () => { state.playing = ""; state.step = Number($("step").value); repaint(); };
  $("framePlay").onclick = () => play("frame"); $("stepPlay").onclick = () => play("step");
  $("others").onchange = () => { state.others = $("others").checked; repaint(); };
  $("reset").onclick = () => { Object.assign(orbit, orbit.start); repaint(); };
  $("camera").onclick = () => { Object.assign(orbit, { yaw: data.camera_yaw, pitch: data.camera_pitch, zoom: 1 }); repaint(); };
  $("person").replaceChildren(...data.people.map((number) => new Option(`Person ${number + 1}`)));
  $("person").onchange = () => { state.person = $("person").selectedIndex; showModes(); repaint(); };
  $("person").hidden = data.people.length < 2;
  $("choice").hidden = H < 2; $("frames").hidden = LAST < 1; $("steps").hidden = STEPS < 1;
  dark.addEventListener("change", repaint);
  watch(); showModes();
  document.body.className = "ready";
  repaint();
}
begin();
